// A visitor lets go of the lock between two nodes of a list, and the node it is at may be deleted.
// finds: dangling
#include <mutex>
#include <thread>

struct Node {
    int value;
    Node* next;
};

static std::mutex mutex;
static Node* head = new Node{1, new Node{2, new Node{3, nullptr}}};

static void sum_up(int& sum) {
    Node* at = nullptr;
    do {
        const std::scoped_lock lock(mutex);
        at = at == nullptr ? head : at->next; // HERE
        sum += at->value;
    } while (sum < 4);
}

static void remove_second() {
    const std::scoped_lock lock(mutex);
    Node* second = head->next;
    head->next = second->next;
    delete second;
}

int main() {
    int sum = 0;
    std::thread visitor([&sum] { sum_up(sum); });
    std::thread remover(remove_second);
    visitor.join();
    remover.join();
    delete head->next;
    delete head;
    return sum == 4 || sum == 6 ? 0 : 1;
}
