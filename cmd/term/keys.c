#include "term/keys.h"

#include <errno.h>
#include <sys/select.h>
#include <time.h>
#include <unistd.h>

#include "term/term.h"

/* The last one is only made to wait, so that a closed pipe leaves no terminal behind. */
static const int signals[KEYS_N_SIGNALS] = { SIGINT,  SIGTERM, SIGHUP, SIGQUIT,
					     SIGTSTP, SIGCONT, SIGPIPE };

/* The signal that came while a key was waited for, or 0. */
static volatile sig_atomic_t arrived;

/* One that ends the program must not be forgotten over one that lets it go on. */
static void note(int number)
{
	if (number != SIGCONT || arrived == 0)
		arrived = number;
}

/* ---- The terminal ---------------------------------------------------------- */

/* Signals of the keyboard come as characters, too, so that none is lost. */
static void take_over(const struct keys *keys)
{
	struct termios wanted = keys->before;

	wanted.c_lflag &= ~(tcflag_t)(ICANON | ECHO | ISIG | IEXTEN);
	wanted.c_cc[VMIN] = 1;
	wanted.c_cc[VTIME] = 0;
	tcsetattr(fileno(keys->file), TCSADRAIN, &wanted);
}

static void give_back(const struct keys *keys)
{
	tcsetattr(fileno(keys->file), TCSADRAIN, &keys->before);
}

void keys_begin(struct keys *keys, FILE *file)
{
	struct sigaction action = { .sa_handler = note };
	sigset_t set;

	*keys = (struct keys){ .file = file };
	keys->single = term_can_redraw(file) && tcgetattr(fileno(file), &keys->before) == 0;
	if (!keys->single)
		return;
	sigemptyset(&set);
	for (size_t i = 0; i < KEYS_N_SIGNALS; i++)
		sigaddset(&set, signals[i]);
	action.sa_mask = set;
	sigprocmask(SIG_BLOCK, &set, &keys->mask);
	for (size_t i = 0; i < KEYS_N_SIGNALS; i++) {
		sigaction(signals[i], NULL, &keys->saved[i]);
		if (keys->saved[i].sa_handler != SIG_IGN && signals[i] != SIGPIPE)
			sigaction(signals[i], &action, NULL);
	}
	take_over(keys);
}

void keys_end(struct keys *keys)
{
	if (!keys->single)
		return;
	give_back(keys);
	for (size_t i = 0; i < KEYS_N_SIGNALS; i++)
		sigaction(signals[i], &keys->saved[i], NULL);
	sigprocmask(SIG_SETMASK, &keys->mask, NULL);
	keys->single = false;
}

/* ---- Signals --------------------------------------------------------------- */

/* Let a signal do what it would do without us. Returns if the program goes on. */
static void obey(const struct keys *keys, int number)
{
	struct sigaction ours;
	sigset_t set;

	sigemptyset(&set);
	sigaddset(&set, number);
	for (size_t i = 0; i < KEYS_N_SIGNALS; i++)
		if (signals[i] == number)
			sigaction(number, &keys->saved[i], &ours);
	give_back(keys);
	raise(number);
	sigprocmask(SIG_UNBLOCK, &set, NULL);
	sigprocmask(SIG_BLOCK, &set, NULL);
	sigaction(number, &ours, NULL);
	take_over(keys);
}

/* ---- Keys ------------------------------------------------------------------ */

/* Whether there is something to be read within so many milliseconds; a negative number: for ever. */
static bool wait_for_input(const struct keys *keys, long milliseconds)
{
	struct timespec limit = { .tv_nsec = milliseconds * 1000 * 1000 };
	fd_set set;

	FD_ZERO(&set);
	FD_SET(fileno(keys->file), &set);
	return pselect(fileno(keys->file) + 1, &set, NULL, NULL, milliseconds < 0 ? NULL : &limit,
		       milliseconds < 0 ? &keys->mask : NULL) > 0;
}

static int read_byte(const struct keys *keys)
{
	unsigned char byte;
	ssize_t n;

	while ((n = read(fileno(keys->file), &byte, 1)) < 0 && errno == EINTR)
		continue;
	return n == 1 ? byte : KEY_END;
}

/* The next byte of what a single key sends, or KEY_END if there is none. */
static int read_more(const struct keys *keys)
{
	enum { SOON = 50 };

	return wait_for_input(keys, SOON) ? read_byte(keys) : KEY_END;
}

/*
 * Esc alone leaves. With more behind it, it is the beginning of another key: a
 * control sequence ends with its first letter, and what follows ESC O is one.
 */
static int read_escape(const struct keys *keys)
{
	int byte = read_more(keys);

	if (byte == KEY_END)
		return KEY_END;
	if (byte == 'O')
		(void)read_more(keys);
	if (byte == '[')
		while ((byte = read_more(keys)) >= ' ' && byte < '@')
			continue;
	return KEY_OTHER;
}

/* The signal that the terminal would have sent for a character, or 0. */
static int signal_of(const struct keys *keys, int byte)
{
	static const struct {
		int control, number;
	} kinds[] = { { VINTR, SIGINT }, { VQUIT, SIGQUIT }, { VSUSP, SIGTSTP } };

	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
		if (byte != _POSIX_VDISABLE && byte == keys->before.c_cc[kinds[i].control])
			return kinds[i].number;
	return 0;
}

static int read_key(const struct keys *keys)
{
	enum { ESCAPE = 27 };
	int byte;

	for (;;) {
		arrived = 0;
		bool ready = wait_for_input(keys, -1);
		int number = arrived;

		if (number == SIGCONT) {
			take_over(keys);
			return KEY_CONTINUED;
		}
		if (number == 0 && !ready && errno != EINTR)
			return KEY_END;
		if (number == 0 && ready) {
			byte = read_byte(keys);
			number = byte < 0 ? 0 : signal_of(keys, byte);
			if (number == 0)
				break;
		}
		if (number != 0)
			obey(keys, number);
	}
	if (byte < 0 || byte == keys->before.c_cc[VEOF])
		return KEY_END;
	if (byte == ESCAPE)
		return read_escape(keys);
	if (byte == '\r' || byte == '\n')
		return '\n';
	return byte < ' ' || byte > '~' ? KEY_OTHER : byte;
}

static int read_line(const struct keys *keys)
{
	int c, key = '\n';
	bool any = false;

	while ((c = getc(keys->file)) != EOF && c != '\n') {
		any = true;
		if (c != ' ' && c != '\t' && c != '\r')
			key = key == '\n' && c > ' ' && c <= '~' ? c : KEY_OTHER;
	}
	return c == EOF && !any ? KEY_END : key;
}

int keys_next(struct keys *keys)
{
	return keys->single ? read_key(keys) : read_line(keys);
}
