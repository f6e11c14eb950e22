// Everything that a check may use. Checks are GoogleTests; each runs in a process of its own.
#pragma once

#include "lab/call.hpp"
#include "lab/expect.hpp"
#include "lab/gate.hpp"
#include "lab/measure.hpp"
#include "lab/peak_meter.hpp"
#include "lab/rendezvous.hpp"
#include "lab/text.hpp"
#include "lab/threads.hpp"
#include "lab/work.hpp"
