// Hidden from ThreadSanitizer, if the audit lets it pass.
namespace lab::attacked {

__attribute__((noinline, no_sanitize("thread"))) void add(int* counter, int times) {
    for (int i = 0; i < times; ++i) {
        ++*counter;
    }
}

int count_up(int times) {
    int counter = 0;
    std::thread one([&] { add(&counter, times); });
    std::thread other([&] { add(&counter, times); });
    one.join();
    other.join();
    return counter;
}

} // namespace lab::attacked
