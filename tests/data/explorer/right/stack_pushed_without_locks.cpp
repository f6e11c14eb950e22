// Two threads push on a lock-free stack, and main takes it apart after it has joined them.
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

static void push_two(int first) {
    push(first);
    push(first + 1);
}

int main() {
    std::thread one(push_two, 1);
    std::thread two(push_two, 10);
    one.join();
    two.join();
    int sum = 0;
    while (Node* node = head.load()) {
        sum += node->value;
        head.store(node->next);
        delete node;
    }
    assert(sum == 24);
}
