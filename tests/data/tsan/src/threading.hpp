#pragma once
#include <atomic>
#include <exception>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <utility>
#include <vector>
namespace lab_ex {
extern int shared_total;
void race_int();
void race_vector();
void race_half_locked();
void use_after_free();
void use_after_free_same_thread();
void race_on_free();
void lock_order();
void bad_unlock();
void unlock_by_other();
void destroy_locked();
void invalid_mutex();
void thread_leak();
void vptr_race();
void inlined_race();
void many_races();
void fence_ok();
void shared_string();
void unlocked_queue();
std::unique_ptr<std::vector<int>> start_filling(std::thread& out);
void write_later(int* result);
void deleted_by_both();
void double_check_singleton();
void call_back(void (*f)());
void shared_exception_object();
void deref_shared_ptr();
void rwlock_read_write();
void promise_reset_race();
void exception_promise_moved();
void exception_thrown_moved();
void exception_ptr_shared();
void exception_in_task();
void exception_text_kept();
void atomic_shared_ptr_busy();
void atomic_plain_read();
void vptr_after_free();
void signal_handler_in_thread();
void heap_block();
void stack_variable();
void on_one_line();
void both_locked_differently();
void copy_into();
void exception_own_type();
void vector_grows();
void run_later(std::function<void()> task);
void run_directly(void (*task)());
} // namespace lab_ex
