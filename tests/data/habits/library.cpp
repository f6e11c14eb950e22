// The rest of the library that labs use: time, chance, text, containers, algorithms.
#include <algorithm>
#include <array>
#include <bit>
#include <bitset>
#include <charconv>
#include <chrono>
#include <cmath>
#include <complex>
#include <cstring>
#include <ctime>
#include <functional>
#include <iostream>
#include <limits>
#include <list>
#include <map>
#include <memory>
#include <memory_resource>
#include <numbers>
#include <numeric>
#include <queue>
#include <random>
#include <ranges>
#include <regex>
#include <set>
#include <span>
#include <stack>
#include <string>
#include <string_view>
#include <tuple>
#include <unordered_map>
#include <valarray>
#include <vector>
#if __has_include(<format>)
#include <format>
#endif

struct [[nodiscard]] Padded {
    alignas(64) int value = 0;
    [[no_unique_address]] std::less<> less;
};

template <typename T>
concept Number = std::integral<T> || std::floating_point<T>;

static int calls() {
    static int count = 0;
    static const std::vector<std::string> names{"one", "two"};
    return ++count + static_cast<int>(names.size());
}

__attribute__((noinline)) static double compute(double x) {
    return std::sin(x) + std::pow(x, 0.5) + std::lgamma(x) + std::hypot(x, 1.0) +
           std::fmod(x, 0.3) + std::round(x) + std::numbers::pi;
}

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wunused-parameter"
int habit(int x) {
    std::random_device device;
    std::mt19937_64 engine(device());
    std::uniform_int_distribution<int> uniform(1, 6);
    std::normal_distribution<double> normal;
    srand(static_cast<unsigned>(time(nullptr)));
    std::vector<int> numbers(100);
    std::iota(numbers.begin(), numbers.end(), rand() % 3);
    std::shuffle(numbers.begin(), numbers.end(), engine);
    std::ranges::sort(numbers, std::greater{});
    std::stable_sort(numbers.begin(), numbers.end());
    const auto now = std::chrono::system_clock::now();
    const auto started = std::chrono::high_resolution_clock::now();
    const std::time_t when = std::chrono::system_clock::to_time_t(now);
    std::tm parts{};
    localtime_r(&when, &parts);
    char text[64];
    std::strftime(text, sizeof text, "%F %T", &parts);
    const std::chrono::year_month_day day{std::chrono::floor<std::chrono::days>(now)};
    const auto spent = std::chrono::duration_cast<std::chrono::microseconds>(
        std::chrono::high_resolution_clock::now() - started);
    std::regex pattern("[a-z]+([0-9]*)");
    std::smatch match;
    std::string subject = "abc12";
    std::regex_search(subject, match, pattern);
    std::unordered_map<std::string, std::list<int>> index;
    index[subject].push_back(uniform(engine));
    std::priority_queue<int> queue;
    queue.push(std::popcount(7U));
    std::pmr::monotonic_buffer_resource pool;
    std::pmr::vector<int> pooled(&pool);
    pooled.push_back(static_cast<int>(normal(engine)));
    std::function<int(int)> function = [&](int value) { return value + x; };
    std::array<char, 16> digits{};
    std::to_chars(digits.data(), digits.data() + digits.size(), 1.5);
    const std::complex<double> number = std::sqrt(std::complex<double>(-1, 0));
    for (int even : numbers | std::views::filter([](int n) { return n % 2 == 0; }))
        x += even;
    std::memset(text, 0, sizeof text);
#if defined(__cpp_lib_format)
    std::cout << std::format("{} {:.2f}\n", x, compute(x));
#endif
    return x + calls() + function(2) + static_cast<int>(compute(x) + number.real()) +
           static_cast<int>(std::strtol("12", nullptr, 10)) +
           static_cast<int>(unsigned(day.day())) + static_cast<int>(spent.count()) +
           static_cast<int>(clock()) + Padded{}.value + 1'000 + 0x1p3;
}
#pragma GCC diagnostic pop
