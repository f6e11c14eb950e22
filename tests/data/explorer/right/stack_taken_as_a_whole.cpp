// One thread pushes on a lock-free stack while another takes all of it at once and frees it.
#include <atomic>
#include <cassert>
#include <thread>

struct Node {
    int value;
    Node* next;
};

static std::atomic<Node*> head{nullptr};

static void push(int value) {
    Node* node = new Node{value, head.load(std::memory_order_relaxed)};
    while (!head.compare_exchange_weak(node->next, node, std::memory_order_release,
                                       std::memory_order_relaxed)) {
    }
}

static int take_all() {
    int sum = 0;
    Node* node = head.exchange(nullptr, std::memory_order_acquire);
    while (node != nullptr) {
        sum += node->value;
        Node* next = node->next;
        delete node;
        node = next;
    }
    return sum;
}

int main() {
    int taken = 0;
    std::thread pusher([] {
        push(1);
        push(2);
        push(4);
    });
    std::thread taker([&taken] { taken = take_all(); });
    pusher.join();
    taker.join();
    taken += take_all();
    assert(taken == 7);
}
