// Two threads walk a list of locked nodes hand over hand, and each adds to every node.
#include <cassert>
#include <mutex>
#include <thread>

struct Node {
    std::mutex mutex;
    int value = 0;
    Node* next = nullptr;
};

static void add_to_all(Node& head, int amount) {
    std::unique_lock held(head.mutex);
    Node* at = &head;
    while (at != nullptr) {
        at->value += amount;
        Node* next = at->next;
        if (next != nullptr) {
            std::unique_lock next_lock(next->mutex);
            held.swap(next_lock);
        }
        at = next;
    }
}

int main() {
    Node third;
    Node second;
    Node first;
    second.next = &third;
    first.next = &second;
    std::thread one([&first] { add_to_all(first, 1); });
    std::thread two([&first] { add_to_all(first, 10); });
    one.join();
    two.join();
    assert(first.value + second.value + third.value == 33);
}
