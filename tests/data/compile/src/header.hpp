#pragma once
#include <functional>
#include <string>
#include <vector>

namespace threading {

using Task = std::function<void()>;

// Runs all tasks, each on a thread of its own.
void run_all(const std::vector<Task>& tasks);

// The sum of all numbers.
long sum(const std::vector<int>& numbers);

class Counter {
public:
    void add(int amount);
    int value() const;
};

} // namespace threading
