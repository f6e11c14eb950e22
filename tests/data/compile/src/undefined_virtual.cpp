#include "threading.hpp"

namespace threading {

struct Worker {
    virtual ~Worker() = default;
    virtual void run();
};

Worker* make_worker() { return new Worker; }

} // namespace threading
