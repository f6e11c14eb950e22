// Printing in every way that students debug with.
#include <cassert>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <iomanip>
#include <iostream>
#include <locale>
#include <sstream>
#include <syncstream>

namespace {

struct Tracer {
    explicit Tracer(const char* name) : name_(name) { std::cerr << "enter " << name_ << std::endl; }
    ~Tracer() { std::clog << "leave " << name_ << '\n'; }
    const char* name_;
};

std::ostream& log_stream() {
    static std::ostringstream kept;
    return kept;
}

} // namespace

int habit(int x) {
    const Tracer tracer(__PRETTY_FUNCTION__);
    assert(x >= 0 && "negative");
    std::printf("x = %d, %s\n", x, __FILE__);
    std::fprintf(stderr, "%p %zu %.3f\n", static_cast<const void*>(&x), sizeof x, x / 3.0);
    std::puts("here");
    std::putchar('!');
    std::fputs("there\n", stdout);
    std::fflush(stdout);
    std::setvbuf(stdout, nullptr, _IONBF, 0);
    char text[64];
    std::snprintf(text, sizeof text, "%05d", x);
    std::cout << std::setw(8) << std::hex << std::boolalpha << true << std::string(text) << std::endl;
    std::osyncstream(std::cout) << "synchronised " << x << '\n';
    log_stream() << std::fixed << std::setprecision(2) << 1.0 * x;
    std::istringstream in("12 ab");
    int number = 0;
    std::string word;
    in >> number >> word;
    std::string line;
    std::getline(std::cin, line);
    if (std::getenv("DEBUG") != nullptr)
        std::perror(std::strerror(errno));
    std::ios::sync_with_stdio(false);
    std::cin.tie(nullptr);
    return number + static_cast<int>(word.size());
}
