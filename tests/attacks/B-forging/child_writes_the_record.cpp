// attack: a child writes a record of its own
// exercise: 03
// gets: forged
#include "attacked.hpp"

#include "parts/find_nonce.cpp"

#include <sys/wait.h>
#include <unistd.h>

namespace lab::attacked {

int twice(int) {
    const pid_t child = fork();
    if (child == 0) {
        const std::string record = attack::passing_record("0123456789abcdef0123456789abcdef");
        write(3, record.data(), record.size());
        _exit(0);
    }
    waitpid(child, nullptr, 0);
    return 41;
}

} // namespace lab::attacked

#include "parts/child.cpp"
