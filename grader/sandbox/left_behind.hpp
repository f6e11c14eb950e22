// Temporary folders and control groups of ours, named after the process that made them, so that
// what an interrupted one could not remove is known for what it is.
#pragma once

#include <filesystem>
#include <string>

namespace threadlab::sandbox {

// Makes a new, empty folder for temporary files. Throws std::filesystem::filesystem_error.
std::filesystem::path make_temporary_folder();

// A new name for a control group of this process.
std::string new_cgroup_name();

// Ends what runs in this process's control groups and removes them, and its temporary folders. For
// a process that is about to end.
void remove_own_traces();

// Removes control groups of processes that are gone, if more than an hour old. Younger ones are
// spared: their process may live where it cannot be seen from here, in another container. Folders
// are never judged by their names alone: what looks like ours may be a user's.
void remove_old_cgroups();

} // namespace threadlab::sandbox
