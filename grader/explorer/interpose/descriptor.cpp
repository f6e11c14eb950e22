// Pipes, eventfds and poll between threads: a thread that would have to wait for them waits under
// the schedule. What waits for something outside the program is not followed.

#include "explorer/interpose/deadline.hpp"
#include "explorer/interpose/system_result.hpp"
#include "explorer/runtime/schedule.hpp"
#include "explorer/runtime/system.hpp"
#include "explorer/runtime/world.hpp"

#include <algorithm>
#include <cerrno>
#include <fcntl.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace {

using namespace threadlab::explorer;

void make_inside(int descriptor, int named_after) {
    world->engine.lose_track(); // what can be read when is the kernel's to know
    // Where nothing of a program lies.
    constexpr std::uintptr_t descriptors = 0x0900'0000'0000;
    world->insides.push_back(
        {descriptor, descriptors + static_cast<std::uintptr_t>(named_after) * 8});
}

// 0: the descriptor is of something outside.
std::uintptr_t object_of_descriptor(int descriptor) {
    for (const Inside& inside : world->insides) {
        if (inside.descriptor == descriptor) {
            return inside.object;
        }
    }
    return 0;
}

bool is_ready(int descriptor, short events) {
    pollfd waiting{descriptor, events, 0};
    const timespec at_once{0, 0};
    return system::call(SYS_ppoll, reinterpret_cast<long>(&waiting), 1,
                        reinterpret_cast<long>(&at_once), 0, 8) != 0;
}

bool is_blocking(int descriptor) {
    return (system::call(SYS_fcntl, descriptor, F_GETFL) & O_NONBLOCK) == 0;
}

[[noreturn]] void waits_for_outside(std::uintptr_t pc) {
    world->engine.fail("forbidden-call", "it waits for something outside the program",
                       world->engine.spot_at(Does::call, pc));
}

// Returns when the descriptor can be read from or written to.
void await(int descriptor, short events, std::uintptr_t pc) {
    const std::uintptr_t object = object_of_descriptor(descriptor);
    if (object == 0) {
        const bool input = descriptor == STDIN_FILENO && events == POLLIN;
        if (input || (is_blocking(descriptor) && !is_ready(descriptor, events))) {
            waits_for_outside(pc);
        }
        return;
    }
    Operation operation = operation_on(events == POLLIN ? Does::wait : Does::signal, nullptr, pc);
    operation.object = object;
    const bool blocks = is_blocking(descriptor);
    const ConditionOf ready([&] { return !blocks || is_ready(descriptor, events); });
    world->engine.point(operation, &ready);
    Thread& self = world->engine.self();
    if (events == POLLIN) {
        world->order.acquire(self, object);
    } else {
        world->order.release(self, object);
    }
}

bool any_ready(const pollfd* descriptors, nfds_t count) {
    return std::any_of(descriptors, descriptors + count,
                       [](const pollfd& one) { return is_ready(one.fd, one.events); });
}

} // namespace

void threadlab::explorer::close_what_is_left() {
    for (const Inside& inside : world->insides) {
        system::call(SYS_close, inside.descriptor);
    }
}

extern "C" {

int pipe2(int* ends, int flags) noexcept {
    will_be_written(ends, 2 * sizeof *ends);
    const long result = system::call(SYS_pipe2, reinterpret_cast<long>(ends), flags);
    if (result == 0 && world != nullptr) {
        make_inside(ends[0], ends[0]);
        make_inside(ends[1], ends[0]);
    }
    return static_cast<int>(result_of(result));
}

int pipe(int* ends) noexcept {
    return pipe2(ends, 0);
}

int eventfd(unsigned count, int flags) noexcept {
    const long result = system::call(SYS_eventfd2, count, flags);
    if (result >= 0 && world != nullptr) {
        make_inside(static_cast<int>(result), static_cast<int>(result));
    }
    return static_cast<int>(result_of(result));
}

int close(int descriptor) {
    if (world != nullptr && std::erase_if(world->insides, [&](const Inside& inside) {
                                return inside.descriptor == descriptor;
                            }) == 0) {
        cannot_be_put_back();
    }
    return static_cast<int>(result_of(system::call(SYS_close, descriptor)));
}

ssize_t read(int descriptor, void* memory, size_t bytes) {
    if (world != nullptr) {
        await(descriptor, POLLIN, EXPLORER_CALLER);
        will_be_written(memory, bytes);
    }
    return result_of(system::call(SYS_read, descriptor, reinterpret_cast<long>(memory),
                                  static_cast<long>(bytes)));
}

ssize_t write(int descriptor, const void* memory, size_t bytes) {
    if (world != nullptr) {
        await(descriptor, POLLOUT, EXPLORER_CALLER);
    }
    return result_of(system::call(SYS_write, descriptor, reinterpret_cast<long>(memory),
                                  static_cast<long>(bytes)));
}

int poll(pollfd* descriptors, nfds_t count, int timeout) {
    if (world != nullptr && timeout != 0) {
        constexpr Nanoseconds millisecond = 1'000'000;
        Engine& engine = world->engine;
        const bool inside = std::any_of(descriptors, descriptors + count, [](const pollfd& one) {
            return object_of_descriptor(one.fd) != 0;
        });
        if (!inside && timeout < 0 && !any_ready(descriptors, count)) {
            waits_for_outside(EXPLORER_CALLER);
        }
        Operation operation = operation_on(Does::wait, nullptr, EXPLORER_CALLER);
        operation.object = count == 0 ? 0 : object_of_descriptor(descriptors[0].fd);
        const ConditionOf ready([&] { return any_ready(descriptors, count); });
        engine.point(operation, &ready, timeout < 0 ? never : engine.now() + timeout * millisecond);
        for (nfds_t i = 0; i < count; ++i) {
            world->order.acquire(engine.self(), object_of_descriptor(descriptors[i].fd));
        }
    }
    const timespec at_once{0, 0};
    will_be_written(descriptors, count * sizeof *descriptors);
    return static_cast<int>(
        result_of(system::call(SYS_ppoll, reinterpret_cast<long>(descriptors),
                               static_cast<long>(count), reinterpret_cast<long>(&at_once), 0, 8)));
}
}
