#include "threading.hpp"

#include <cstdio>
#include <unistd.h>

using namespace lab_ex;

#define RUN(name)                                                                                  \
    extern "C" void check_##name() {                                                               \
        name();                                                                                    \
    }

// clang-format off
RUN(race_int)
RUN(race_vector)
RUN(race_half_locked)
RUN(use_after_free)
RUN(use_after_free_same_thread)
RUN(race_on_free)
RUN(lock_order)
RUN(bad_unlock)
RUN(unlock_by_other)
RUN(destroy_locked)
RUN(invalid_mutex)
RUN(thread_leak)
RUN(vptr_race)
RUN(inlined_race)
RUN(many_races)
RUN(fence_ok)
RUN(shared_string)
RUN(unlocked_queue)
RUN(deleted_by_both)
RUN(double_check_singleton)
RUN(shared_exception_object)
RUN(promise_reset_race)
RUN(deref_shared_ptr)
RUN(rwlock_read_write)
RUN(exception_promise_moved)
RUN(exception_thrown_moved)
RUN(exception_ptr_shared)
RUN(exception_in_task)
RUN(exception_text_kept)
RUN(atomic_shared_ptr_busy)
RUN(atomic_plain_read)
RUN(vptr_after_free)
RUN(signal_handler_in_thread)
RUN(heap_block)
RUN(stack_variable)
RUN(on_one_line)
RUN(both_locked_differently)
RUN(copy_into)
RUN(exception_own_type)
RUN(vector_grows)
// clang-format on

extern "C" void check_caller_uses_result() {
    std::thread t;
    auto v = start_filling(t);
    int sum = 0;
    for (int round = 0; round < 100; ++round)
        for (int i : *v)
            sum += i;
    std::printf("%d\n", sum);
    t.join();
}

extern "C" void check_write_later() {
    int r = 0;
    write_later(&r);
    usleep(3000);
    std::printf("%d\n", r);
}

extern "C" void check_caller_frees_result() {
    int* r = new int(0);
    write_later(r);
    delete r;
    usleep(10000);
}
static int own;

extern "C" void check_call_back() {
    call_back([] {
        ++own;
        usleep(3000);
    });
}

extern "C" void check_task_result() {
    static int value;
    run_later([] { value = 3; });
    usleep(3000);
    std::printf("%d\n", value);
}

extern "C" void check_task_started_directly() {
    static int value;
    run_directly([] { value = 3; });
    usleep(3000);
    std::printf("%d\n", value);
}
