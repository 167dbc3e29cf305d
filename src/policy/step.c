/* SPDX-License-Identifier: Apache-2.0 */
/* Due date and policy -> who is told when. */
#include "config.h"
#include "policy/step.h"

#include <string.h>

#include "policy/policy.h"

static void
level_free(gpointer data)
{
	apres_level *level = data;

	g_free(level->to);
	g_free(level);
}

apres_level *
apres_level_new(apres_duration after, const char *to, apres_origin origin)
{
	apres_level *level = g_new0(apres_level, 1);

	level->after = after;
	level->to = g_strdup(to);
	level->origin = origin;
	return level;
}

void
apres_urging_clear(apres_urging *urging)
{
	g_clear_pointer(&urging->remind, g_array_unref);
	g_clear_pointer(&urging->levels, g_ptr_array_unref);
	g_clear_pointer(&urging->escalate_to, g_free);
}

void
apres_urging_take_levels(apres_urging *urging)
{
	g_clear_pointer(&urging->levels, g_ptr_array_unref);
	urging->levels = g_ptr_array_new_with_free_func(level_free);
}

static void
free_step(gpointer data)
{
	apres_step *step = data;

	g_free(step->name);
	g_free(step->to);
	g_free(step);
}

/* What one step needs to know of all. */
typedef struct planning {
	const apres_calendar *calendar;
	bool urgent;
	gint64 since, due;
	GPtrArray *steps;
} planning;

/* People are told in working hours, unless it cannot wait. */
static gint64
hour_of(const planning *p, gint64 at)
{
	return p->urgent ? at : apres_calendar_next_open(p->calendar, at);
}

/* Takes NAME. */
static void
add(planning *p, apres_step_kind kind, char *name, gint64 at, const char *to)
{
	apres_step *step = g_new0(apres_step, 1);

	step->kind = kind;
	step->name = name;
	/* What was late when it came in is late at once. */
	step->at = hour_of(p, MAX(at, p->since));
	step->to = g_strdup(to);
	g_ptr_array_add(p->steps, step);
}

static void
add_reminder(planning *p, apres_duration before)
{
	g_autofree char *length = apres_duration_to_string(before);
	gint64 at = hour_of(p, apres_calendar_before(p->calendar, p->due, before));

	/* Who was only just told is not reminded; who is late is told that. */
	if (at > p->since && at < p->due)
		add(p, APRES_STEP_REMIND, g_strdup_printf("remind:%s", length), at, NULL);
}

static void
add_reminders(planning *p, const apres_urging *urging, bool debrief)
{
	const apres_duration usual = { 1, APRES_UNIT_WORKDAYS };
	const GArray *remind = urging->remind;

	/* No lower layer has a <debrief>, to say what is usual. */
	if (remind == NULL && debrief)
		add_reminder(p, usual);
	for (guint i = 0; remind != NULL && i < remind->len; i++)
		add_reminder(p, g_array_index(remind, apres_duration, i));
}

/* By how long after the date, not by rank: who has heard of it is not told again because
 * the policy has got another level since, and that one is. */
static char *
level_name(const planning *p, const char *after)
{
	guint same = 0;

	for (guint i = 0; i < p->steps->len; i++) {
		const apres_step *step = p->steps->pdata[i];
		const char *rest = step->name + strlen(after);
		same += g_str_has_prefix(step->name, after) &&
			(*rest == '\0' || *rest == ':');
	}
	return same == 0 ? g_strdup(after) : g_strdup_printf("%s:%u", after, same + 1);
}

static void
add_levels(planning *p, const apres_urging *urging)
{
	if (urging->escalate_to != NULL)
		add(p, APRES_STEP_ESCALATE, g_strdup("escalate"), p->due,
		    urging->escalate_to);
	for (guint i = 0; urging->levels != NULL && i < urging->levels->len; i++) {
		const apres_level *level = urging->levels->pdata[i];
		g_autofree char *length = apres_duration_to_string(level->after);
		g_autofree char *after = g_strdup_printf("escalate+%s", length);
		add(p, APRES_STEP_ESCALATE, level_name(p, after),
		    apres_calendar_add(p->calendar, p->due, level->after), level->to);
	}
}

static bool
names_somebody(const apres_urging *urging)
{
	return urging->escalate_to != NULL ||
	       (urging->levels != NULL && urging->levels->len > 0);
}

/* What QUEUE_ID, else the default queue, says; NULL: what the debrief says.  May be NULL.
 */
static const apres_urging *
urging_of(const apres_policy *policy, const char *queue_id)
{
	const apres_queue *queue = apres_policy_queue(policy, queue_id);

	if (queue_id == NULL && policy->debrief != NULL)
		return &policy->debrief->urging;
	if (queue == NULL)
		queue = apres_policy_queue(policy, "default");
	return queue != NULL ? &queue->urging : NULL;
}

static const char *
first_above(const apres_urging *urging)
{
	if (urging == NULL || !names_somebody(urging))
		return NULL;
	if (urging->escalate_to != NULL)
		return urging->escalate_to;
	return ((const apres_level *)urging->levels->pdata[0])->to;
}

const char *
apres_policy_lead(const apres_policy *policy, const char *queue_id)
{
	const char *own = first_above(urging_of(policy, queue_id));

	return own != NULL ? own : first_above(urging_of(policy, "default"));
}

static int
by_time(gconstpointer a, gconstpointer b)
{
	const apres_step *const *x = a, *const *y = b;

	if ((*x)->at != (*y)->at)
		return (*x)->at < (*y)->at ? -1 : 1;
	return (int)(*x)->kind - (int)(*y)->kind;
}

GPtrArray *
apres_policy_steps(const apres_policy *policy, const char *queue_id, gint64 since,
		   gint64 due)
{
	const apres_queue *queue = apres_policy_queue(policy, queue_id);
	const apres_urging *own = urging_of(policy, queue_id);
	const apres_urging *usual = urging_of(policy, "default");
	planning p = { .calendar = policy->calendar,
		       .urgent = queue != NULL && queue->urgent,
		       .since = since,
		       .due = due,
		       .steps = g_ptr_array_new_with_free_func(free_step) };

	if (due == 0 || own == NULL)
		return p.steps;
	add_reminders(&p, own, queue_id == NULL);
	add(&p, APRES_STEP_LATE, g_strdup("late"), due, NULL);
	if (names_somebody(own))
		add_levels(&p, own);
	else if (usual != NULL)
		add_levels(&p, usual);
	g_ptr_array_sort(p.steps, by_time);
	return p.steps;
}
