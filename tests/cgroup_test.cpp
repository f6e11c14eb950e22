// Where this machine has its control groups.

#include "sandbox/cgroup.hpp"
#include "temp_folder.hpp"

#include <gtest/gtest.h>

namespace {

namespace sandbox = threadlab::sandbox;
using threadlab::testing::TempFolder;

TEST(Cgroups, AreFoundInVersion2WhereTheControllersAreThere) {
    const TempFolder mount;
    mount.write("cgroup.procs", "");
    mount.write("cgroup.controllers", "cpu memory pids\n");
    mount.write("cgroup.subtree_control", "memory pids\n");
    EXPECT_EQ(sandbox::find_cgroups(mount.path()).version, 2);
}

TEST(Cgroups, AreFoundInVersion1) {
    const TempFolder mount;
    mount.write("memory/cgroup.procs", "");
    mount.write("pids/cgroup.procs", "");
    EXPECT_EQ(sandbox::find_cgroups(mount.path()).version, 1);
}

TEST(Cgroups, AreNotFoundWhereThereAreNone) {
    EXPECT_EQ(sandbox::find_cgroups("/no/such/mount").version, 0);
}

} // namespace
