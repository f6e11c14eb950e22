// I will do it tomorrow.
/* Promised. */
