// Practical NN: this is the file that you edit, and the only one.
// README.md has the tasks; `make check EX=NN` tells how far you are.
#include "NAME.hpp"

namespace lab::NAME {

// TODO(count): start the threads, let each of them count, wait for all.
long count_together(int threads, int times) {
    static_cast<void>(threads);
    static_cast<void>(times);
    return 0;
}

} // namespace lab::NAME
