// Levels limits and none: no walls. For a student's own code on a machine that has no bubblewrap.
#pragma once

#include "sandbox/runner.hpp"

namespace threadlab::sandbox {

class Plain final : public Runner {
public:
    Plain(Level level, std::filesystem::path launcher, CgroupRoots cgroups)
        : Runner(std::move(launcher), std::move(cgroups)), level_(level) {}
    Level level() const override { return level_; }

protected:
    Launch launch(const Command& command, const Limits& limits, const Box& box) const override;

private:
    Level level_;
};

} // namespace threadlab::sandbox
