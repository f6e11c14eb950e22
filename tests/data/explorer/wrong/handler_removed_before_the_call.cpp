// A handler is removed between the look whether there is one and the call of it.
// finds: crash
#include <atomic>
#include <thread>

using Handler = void (*)();

static std::atomic<int> calls{0};

static void count_call() {
    calls.fetch_add(1);
}

static std::atomic<Handler> handler{count_call};

int main() {
    std::thread caller([] {
        if (handler.load() != nullptr) {
            handler.load()(); // HERE
        }
    });
    std::thread remover([] { handler.store(nullptr); });
    caller.join();
    remover.join();
    return calls.load() <= 1 ? 0 : 1;
}
