#pragma once

#include <functional>

// What goes wrong with processes, a mistake a function; and what looks like it, but is right.
void ends_well();
void returns_in_the_child();
void throws_in_the_child();
void leaves_a_zombie();
void loses_a_child_to_the_sandbox();
void leaves_a_child_asleep();
void leaves_an_orphan();
void lets_an_orphan_end();
void leaves_a_descriptor();
void leaves_another_descriptor();
void leaves_a_mapping();
void renews_its_mapping();
void returns_in_both_children();
void locks_for_one_process();
void locks_for_several();
void reads_from_itself();
void fills_a_pipe();
void waits_for_a_lock_of_the_dead();
void waits_for_a_sleeper();
void exits_instead_of_the_child();
void writes_the_record_in_the_child();
void crashes_in_the_child();
void signals_everybody();
int starts_one_process();
bool reads_at_once();
int writes_32_kilobytes_at_once();
void runs_two(const std::function<void()>& work);
void runs_one_after_the_other(const std::function<void()>& work);
void runs_none(const std::function<void()>& work);
