#include "explorer/interpose/thread_end.hpp"

#include "explorer/runtime/arena.hpp"
#include "explorer/runtime/world.hpp"

#include <array>
#include <cerrno>
#include <climits>
#include <pthread.h>

namespace threadlab::explorer {
namespace {

struct Local {
    void (*destructor)(void*);
    void* object;
};

struct Key {
    bool used = false;
    void (*destructor)(void*) = nullptr;
};

using Values = std::array<const void*, PTHREAD_KEYS_MAX>;

// Constant-initialised: keys are made before main begins.
constinit std::array<Key, PTHREAD_KEYS_MAX> keys{};
constinit thread_local arena::Vector<Local>* locals = nullptr;
constinit thread_local Values* values = nullptr;

template <typename T>
T& made(T*& pointer) {
    if (pointer == nullptr) {
        pointer = arena::make<T>();
    }
    return *pointer;
}

// One round over all keys; whether any destructor was called.
bool destroy_key_values() {
    bool any = false;
    for (std::size_t i = 0; i < keys.size(); ++i) {
        const void* value = (*values)[i];
        if (keys[i].used && keys[i].destructor != nullptr && value != nullptr) {
            (*values)[i] = nullptr;
            keys[i].destructor(const_cast<void*>(value));
            any = true;
        }
    }
    return any;
}

} // namespace

void destroy_thread_locals() {
    while (locals != nullptr && !locals->empty()) {
        const Local local = locals->back();
        locals->pop_back();
        local.destructor(local.object);
    }
    for (int i = 0; values != nullptr && i < PTHREAD_DESTRUCTOR_ITERATIONS; ++i) {
        if (!destroy_key_values()) {
            break;
        }
    }
}

void own_thread_locals() {
    locals = locals == nullptr ? nullptr : arena::make<arena::Vector<Local>>(*locals);
    values = values == nullptr ? nullptr : arena::make<Values>(*values);
}

void end_of_thread() {
    destroy_thread_locals();
    Engine& engine = world->engine;
    Operation operation;
    operation.does = Does::exit;
    operation.object = object_of(engine.self().id);
    engine.point(operation);
    engine.finish_thread();
}

} // namespace threadlab::explorer

using namespace threadlab::explorer;

extern "C" {

int __cxa_thread_atexit(void (*destructor)(void*), void* object, void*) noexcept {
    made(locals).push_back({destructor, object});
    return 0;
}

int pthread_key_create(pthread_key_t* key, void (*destructor)(void*)) noexcept {
    for (std::size_t i = 0; i < keys.size(); ++i) {
        if (!keys[i].used) {
            keys[i] = {true, destructor};
            *key = static_cast<pthread_key_t>(i);
            return 0;
        }
    }
    return EAGAIN;
}

int pthread_key_delete(pthread_key_t key) noexcept {
    if (key >= keys.size() || !keys[key].used) {
        return EINVAL;
    }
    keys[key] = {};
    return 0;
}

int pthread_setspecific(pthread_key_t key, const void* value) noexcept {
    if (key >= keys.size() || !keys[key].used) {
        return EINVAL;
    }
    made(values)[key] = value;
    return 0;
}

void* pthread_getspecific(pthread_key_t key) noexcept {
    return values == nullptr || key >= keys.size() ? nullptr : const_cast<void*>((*values)[key]);
}
}
