namespace lab::attacked {

int twice(int number) {
    return 2 * number;
}

} // namespace lab::attacked
