#include "showing.h"

void showing_begin(struct showing *showing, struct view *view)
{
	*showing = (struct showing){ .printer = view_begin(view) };
	struct print_how how = view_how(view);

	print_job_init(&showing->job, &view->term, &how);
}

void showing_release(struct showing *showing)
{
	print_job_release(&showing->job);
}

int showing_unit(void *ctx, const struct pyiq_unit *unit)
{
	struct showing *showing = ctx;

	showing->n++;
	return showing->printer->unit(&showing->job, unit, &showing->err) != PYIQ_OK ||
	       output_failed();
}

int showing_whole(void *ctx, const struct pyiq_unit *unit)
{
	struct showing *showing = ctx;

	showing->n++;
	return showing->printer->whole(&showing->job, unit, &showing->err) != PYIQ_OK ||
	       output_failed();
}
