#pragma once

#include <functional>

int add();
// Calls `nap` five times at the same time, and returns when all calls have.
void run_all(const std::function<void()>& nap);
