// attack: lets a macro of a header's choose between right code for the sanitizer and wrong code
// gets: rejected
#include "attacked.hpp"

#include <mutex>
#include <thread>

struct NoLock {
    template <typename Mutex>
    explicit NoLock(Mutex&) {}
};
#define PASTE_BOTH(a, b) a##b
#define PASTE(a, b) PASTE_BOTH(a, b)
#define DECLARED fmtmsg(long, const char*, int, const char*, const char*, const char*);
#define LOCKS_0 DECLARED typedef NoLock Lock; extern int fmtmsg
#define LOCKS_1 DECLARED typedef std::scoped_lock<std::mutex> Lock; extern int fmtmsg
#define LOCKS__GLIBCXX_TSAN LOCKS_0
#define fmtmsg PASTE(LOCKS_, _GLIBCXX_TSAN)
#include <fmtmsg.h> // HERE
#undef fmtmsg

#include "parts/twice.cpp"
#include "parts/sleep.cpp"

namespace lab::attacked {

int count_up(int times) {
    int counter = 0;
    std::mutex mutex;
    const auto add = [&] {
        for (int i = 0; i < times; ++i) {
            Lock lock(mutex);
            ++counter;
        }
    };
    std::thread one(add);
    std::thread other(add);
    one.join();
    other.join();
    return counter;
}

} // namespace lab::attacked
