// Level full: namespaces of its own, a read-only system, no network.
#pragma once

#include "sandbox/runner.hpp"

namespace threadlab::sandbox {

class Bubblewrap final : public Runner {
public:
    using Runner::Runner;
    Level level() const override { return Level::full; }
    std::vector<std::string> missing() const override;

protected:
    Launch launch(const Command& command, const Limits& limits, const Box& box) const override;
};

} // namespace threadlab::sandbox
