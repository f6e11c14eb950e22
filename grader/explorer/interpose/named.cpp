// What processes find by a name or a key, and wait for in the kernel: the schedule neither sees it
// nor begins anew with it.

#include "explorer/interpose/forbidden.hpp"
#include "explorer/runtime/system.hpp"
#include "explorer/runtime/world.hpp"

#include <cstdarg>
#include <fcntl.h>
#include <mqueue.h>
#include <semaphore.h>
#include <sys/file.h>
#include <sys/ipc.h>
#include <sys/types.h>
#include <unistd.h>

using namespace threadlab::explorer;

// A function that takes what the real one of that name takes.
#define REFUSE(result, name, parameters, ...)                                                      \
    extern "C" result name parameters {                                                            \
        refuse_between_processes(#name ": it is found, or waited for, outside of the program",     \
                                 EXPLORER_CALLER);                                                 \
        using Real = result(*) parameters;                                                         \
        return system::next_as<Real>(#name)(__VA_ARGS__);                                          \
    }

REFUSE(int, shmget, (key_t key, size_t bytes, int flags) noexcept, key, bytes, flags)
REFUSE(int, semget, (key_t key, int count, int flags) noexcept, key, count, flags)
REFUSE(int, msgget, (key_t key, int flags) noexcept, key, flags)
REFUSE(int, flock, (int file, int operation) noexcept, file, operation)
REFUSE(int, lockf, (int file, int command, off_t bytes), file, command, bytes)

// Locks of a file, whoever has it open, are waited for in the kernel.
extern "C" int fcntl(int file, int command, ...) {
    for (const int lock : {F_SETLK, F_SETLKW, F_OFD_SETLK, F_OFD_SETLKW}) {
        if (command == lock) {
            refuse_between_processes("fcntl: a lock of a file is waited for outside of the program",
                                     EXPLORER_CALLER);
        }
    }
    va_list arguments;
    va_start(arguments, command);
    void* argument = va_arg(arguments, void*);
    va_end(arguments);
    using Real = int (*)(int, int, ...);
    return system::next_as<Real>("fcntl")(file, command, argument);
}

// The mode and the count are not there in every call; they are ignored then.
extern "C" sem_t* sem_open(const char* name, int flags, ...) noexcept {
    refuse_between_processes("sem_open: it is found outside of the program", EXPLORER_CALLER);
    va_list arguments;
    va_start(arguments, flags);
    const mode_t mode = va_arg(arguments, mode_t);
    const unsigned count = va_arg(arguments, unsigned);
    va_end(arguments);
    using Real = sem_t* (*)(const char*, int, ...);
    return system::next_as<Real>("sem_open")(name, flags, mode, count);
}

extern "C" mqd_t mq_open(const char* name, int flags, ...) noexcept {
    refuse_between_processes("mq_open: it is found outside of the program", EXPLORER_CALLER);
    va_list arguments;
    va_start(arguments, flags);
    const mode_t mode = va_arg(arguments, mode_t);
    auto* attributes = va_arg(arguments, mq_attr*);
    va_end(arguments);
    using Real = mqd_t (*)(const char*, int, ...);
    return system::next_as<Real>("mq_open")(name, flags, mode, attributes);
}
