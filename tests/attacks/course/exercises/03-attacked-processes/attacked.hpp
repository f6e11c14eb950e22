// What is asked of a submission that may start processes.
#pragma once

namespace lab::attacked {

// Twice the number.
int twice(int number);

// Starts a child that ends with the exit status `status`. Returns the status that it ended with.
int status_of_child(int status);

} // namespace lab::attacked
