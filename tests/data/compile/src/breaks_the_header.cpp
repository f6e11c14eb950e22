#define value 3
#include <thread>
#define private public
#define function 4
#include <future>

int x = 1;
