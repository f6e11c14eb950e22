// Three owners share an object, and the one whose fetch_sub takes the count to zero deletes it.
#include <atomic>
#include <cassert>
#include <thread>

struct Document {
    std::atomic<int> owners{3};
    std::atomic<int> pages{0};
};

static std::atomic<int> deleted{0};

static void use(Document* document) {
    document->pages.fetch_add(1, std::memory_order_relaxed);
    if (document->owners.fetch_sub(1, std::memory_order_acq_rel) == 1) {
        assert(document->pages.load(std::memory_order_relaxed) == 3);
        delete document;
        deleted.fetch_add(1);
    }
}

int main() {
    auto* document = new Document;
    std::thread one(use, document);
    std::thread two(use, document);
    use(document);
    one.join();
    two.join();
    assert(deleted.load() == 1);
}
