// A thread visits a ring as if it had an end; its frames are so small that thousands of them fit on its stack.
// finds: crash
#include <thread>

namespace {

struct Node {
    Node* next;
};

int length(const Node* node) {
    if (node == nullptr) {
        return 0;
    }
    return 1 + length(node->next); // HERE
}

} // namespace

int main() {
    Node ring{&ring};
    int found = 0;
    std::thread visitor([&] { found = length(&ring); });
    visitor.join();
    return found == 1 ? 0 : 1;
}
