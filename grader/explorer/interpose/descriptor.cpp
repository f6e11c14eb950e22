// Pipes, eventfds and poll between threads: a thread that would have to wait for them waits under
// the schedule. What waits for something outside the program is not followed.

#include "explorer/interpose/deadline.hpp"
#include "explorer/interpose/process_end.hpp"
#include "explorer/interpose/system_result.hpp"
#include "explorer/runtime/descriptors.hpp"
#include "explorer/runtime/schedule.hpp"
#include "explorer/runtime/system.hpp"
#include "explorer/runtime/world.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <climits>
#include <csignal>
#include <fcntl.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/select.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace {

using namespace threadlab::explorer;

void make_inside(int descriptor, std::uint32_t number) {
    world->engine.lose_track(); // what can be read when is the kernel's to know
    world->insides.push_back({descriptor, object_of_descriptor(number), here});
}

// 0: the descriptor is of something outside.
std::uintptr_t object_behind(int descriptor) {
    for (const Inside& inside : world->insides) {
        if (inside.descriptor == descriptor && inside.process == here) {
            return inside.object;
        }
    }
    return 0;
}

// Who waits for a descriptor may be able to go on now, in whatever process.
void changes_descriptors() {
    if (world->engine.has_processes()) {
        world->engine.doubt_all();
    }
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

void forget_inside(int descriptor) {
    std::erase_if(world->insides, [&](const Inside& inside) {
        return inside.descriptor == descriptor && inside.process == here;
    });
}

[[noreturn]] void waits_for_outside(std::uintptr_t pc) {
    world->engine.fail("forbidden-call", "it waits for something outside the program",
                       world->engine.spot_at(Does::call, pc));
}

// Returns when the descriptor can be read from or written to.
void await(int descriptor, short events, std::uintptr_t pc) {
    const std::uintptr_t object = object_behind(descriptor);
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
    changes_descriptors();
    Thread& self = world->engine.self();
    if (events == POLLIN) {
        world->order.acquire(self, object);
    } else {
        world->order.release(self, object);
    }
}

// Of what is written to a pipe that has room, as much as goes in without waiting for more.
long write_what_fits(int descriptor, const char* memory, std::size_t bytes) {
    const auto write = [&] {
        return system::call(SYS_write, descriptor, reinterpret_cast<long>(memory),
                            static_cast<long>(bytes));
    };
    long written = 0;
    if (bytes <= PIPE_BUF) {
        written = write();
    } else {
        // Nobody else runs meanwhile, who would see it.
        const long flags = system::call(SYS_fcntl, descriptor, F_GETFL);
        system::call(SYS_fcntl, descriptor, F_SETFL, flags | O_NONBLOCK);
        written = write();
        system::call(SYS_fcntl, descriptor, F_SETFL, flags);
    }
    if (written == -EPIPE) {
        end_by_signal(SIGPIPE);
    }
    return written;
}

// One more descriptor of the same.
int duplicated(int from, long result) {
    if (world != nullptr && result >= 0 && result != from) {
        const auto to = static_cast<int>(result);
        forget_inside(to);
        if (const std::uintptr_t object = object_behind(from); object != 0) {
            world->insides.push_back({to, object, here});
        } else {
            cannot_be_put_back();
        }
        changes_descriptors();
    }
    return static_cast<int>(result_of(result));
}

bool any_ready(const pollfd* descriptors, nfds_t count) {
    return std::any_of(descriptors, descriptors + count,
                       [](const pollfd& one) { return is_ready(one.fd, one.events); });
}

// `wait`: how long at the most; never: as long as it takes.
int poll_for(pollfd* descriptors, nfds_t count, Nanoseconds wait, std::uintptr_t pc) {
    if (world != nullptr && wait != 0) {
        Engine& engine = world->engine;
        const bool inside = std::any_of(descriptors, descriptors + count, [](const pollfd& one) {
            return object_behind(one.fd) != 0;
        });
        if (!inside && wait == never && !any_ready(descriptors, count)) {
            waits_for_outside(pc);
        }
        Operation operation = operation_on(Does::wait, nullptr, pc);
        operation.object = count == 0 ? 0 : object_behind(descriptors[0].fd);
        const ConditionOf ready([&] { return any_ready(descriptors, count); });
        engine.point(operation, &ready, wait == never ? never : engine.now() + wait);
        for (nfds_t i = 0; i < count; ++i) {
            world->order.acquire(engine.self(), object_behind(descriptors[i].fd));
        }
    }
    const timespec at_once{0, 0};
    will_be_written(descriptors, count * sizeof *descriptors);
    return static_cast<int>(
        result_of(system::call(SYS_ppoll, reinterpret_cast<long>(descriptors),
                               static_cast<long>(count), reinterpret_cast<long>(&at_once), 0, 8)));
}

// What select() waits for, in the words of poll().
struct Selection {
    fd_set* read;
    fd_set* write;
    fd_set* special;

    short events(int descriptor) const {
        const auto asks = [&](const fd_set* set) {
            return set != nullptr && FD_ISSET(descriptor, set);
        };
        return static_cast<short>((asks(read) ? POLLIN : 0) | (asks(write) ? POLLOUT : 0) |
                                  (asks(special) ? POLLPRI : 0));
    }
    void clear() const {
        for (fd_set* set : {read, write, special}) {
            if (set != nullptr) {
                FD_ZERO(set);
            }
        }
    }
    // Into the sets where the descriptor belongs now. Returns how many they are.
    int put(const pollfd& found) const {
        int sets = 0;
        const auto put_into = [&](fd_set* set, short asked, short seen) {
            if ((found.events & asked) != 0 && (found.revents & seen) != 0) {
                FD_SET(found.fd, set);
                ++sets;
            }
        };
        put_into(read, POLLIN, POLLIN | POLLHUP | POLLERR);
        put_into(write, POLLOUT, POLLOUT | POLLERR);
        put_into(special, POLLPRI, POLLPRI);
        return sets;
    }
};

int select_for(int count, const Selection& selection, Nanoseconds wait, std::uintptr_t pc) {
    std::array<pollfd, FD_SETSIZE> asked{};
    nfds_t size = 0;
    for (int descriptor = 0; descriptor < std::min(count, FD_SETSIZE); ++descriptor) {
        if (const short events = selection.events(descriptor); events != 0) {
            asked[size++] = {descriptor, events, 0};
        }
    }
    if (poll_for(asked.data(), size, wait, pc) < 0) {
        return -1;
    }
    selection.clear();
    int sets = 0;
    for (nfds_t i = 0; i < size; ++i) {
        if ((asked[i].revents & POLLNVAL) != 0) {
            return static_cast<int>(result_of(-EBADF));
        }
        sets += selection.put(asked[i]);
    }
    return sets;
}

} // namespace

void threadlab::explorer::release_descriptors() {
    for (const Inside& inside : world->insides) {
        if (inside.process == here) {
            world->order.release(world->engine.self(), inside.object);
        }
    }
    std::erase_if(world->insides, [](const Inside& inside) { return inside.process == here; });
    system::call(SYS_close_range, 0, ~0U, 0);
}

void threadlab::explorer::inherit_descriptors(const Process& process) {
    const std::size_t count = world->insides.size();
    for (std::size_t i = 0; i < count; ++i) {
        if (Inside inside = world->insides[i]; inside.process == here) {
            inside.process = &process;
            world->insides.push_back(inside);
        }
    }
}

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
        const std::uint32_t number = world->insides_made++;
        make_inside(ends[0], number);
        make_inside(ends[1], number);
    }
    return static_cast<int>(result_of(result));
}

int pipe(int* ends) noexcept {
    return pipe2(ends, 0);
}

int eventfd(unsigned count, int flags) noexcept {
    const long result = system::call(SYS_eventfd2, count, flags);
    if (result >= 0 && world != nullptr) {
        make_inside(static_cast<int>(result), world->insides_made++);
    }
    return static_cast<int>(result_of(result));
}

int close(int descriptor) {
    if (is_out_of_reach(descriptor)) {
        return static_cast<int>(result_of(-EBADF));
    }
    if (world != nullptr) {
        const std::uintptr_t object = object_behind(descriptor);
        if (object == 0) {
            cannot_be_put_back();
        } else {
            world->order.release(world->engine.self(), object); // to who sees the end
            forget_inside(descriptor);
            changes_descriptors();
        }
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
    if (is_out_of_reach(descriptor)) {
        return result_of(-EBADF);
    }
    if (world == nullptr || object_behind(descriptor) == 0 || !is_blocking(descriptor)) {
        if (world != nullptr) {
            await(descriptor, POLLOUT, EXPLORER_CALLER);
        }
        return result_of(system::call(SYS_write, descriptor, reinterpret_cast<long>(memory),
                                      static_cast<long>(bytes)));
    }
    const auto* rest = static_cast<const char*>(memory);
    const char* const end = rest + bytes;
    do {
        await(descriptor, POLLOUT, EXPLORER_CALLER);
        const long written =
            write_what_fits(descriptor, rest, static_cast<std::size_t>(end - rest));
        if (written < 0) {
            return result_of(written);
        }
        rest += written;
    } while (rest < end);
    return static_cast<ssize_t>(bytes);
}

int dup(int descriptor) noexcept {
    return duplicated(descriptor,
                      is_out_of_reach(descriptor) ? -EBADF : system::call(SYS_dup, descriptor));
}

int dup2(int from, int to) noexcept {
    if (from == to) {
        return system::call(SYS_fcntl, from, F_GETFD) < 0 ? static_cast<int>(result_of(-EBADF))
                                                          : to;
    }
    return dup3(from, to, 0);
}

int dup3(int from, int to, int flags) noexcept {
    const bool refused = is_out_of_reach(from) || is_out_of_reach(to);
    return duplicated(from, refused ? -EBADF : system::call(SYS_dup3, from, to, flags));
}

int poll(pollfd* descriptors, nfds_t count, int timeout) {
    constexpr Nanoseconds millisecond = 1'000'000;
    return poll_for(descriptors, count, timeout < 0 ? never : timeout * millisecond,
                    EXPLORER_CALLER);
}

int ppoll(pollfd* descriptors, nfds_t count, const timespec* timeout, const sigset_t*) {
    return poll_for(descriptors, count, timeout == nullptr ? never : to_nanoseconds(*timeout),
                    EXPLORER_CALLER);
}

int select(int count, fd_set* read, fd_set* write, fd_set* special, timeval* timeout) {
    constexpr Nanoseconds microsecond = 1000;
    return select_for(
        count, {read, write, special},
        timeout == nullptr ? never : timeout->tv_sec * second + timeout->tv_usec * microsecond,
        EXPLORER_CALLER);
}

int pselect(int count, fd_set* read, fd_set* write, fd_set* special, const timespec* timeout,
            const sigset_t*) {
    return select_for(count, {read, write, special},
                      timeout == nullptr ? never : to_nanoseconds(*timeout), EXPLORER_CALLER);
}
}
