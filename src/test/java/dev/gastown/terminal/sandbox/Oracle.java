package dev.gastown.terminal.sandbox;

import dev.gastown.terminal.TestTown;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;

/** A terminal that did not write the code under test: another pane of tmux, fed with a viewer's bytes. */
public final class Oracle {
    private static final AtomicInteger COUNT = new AtomicInteger();
    private static final String STATE = "#{pane_width}x#{pane_height} cursor #{cursor_x},#{cursor_y} #{cursor_flag}"
            + " alternate #{alternate_on} keypad #{keypad_cursor_flag}#{keypad_flag}"
            + " region #{scroll_region_upper}-#{scroll_region_lower}"
            + " insert #{insert_flag} wrap #{wrap_flag} origin #{origin_flag}"
            + " mouse #{mouse_standard_flag}#{mouse_button_flag}#{mouse_all_flag}#{mouse_sgr_flag}";

    private Oracle() {}

    /** What a fresh terminal of a session's size shows after these bytes: cells, colours, cursor and modes. */
    public static String draw(TestTown town, String like, Buffer bytes) {
        String name = "oracle-" + COUNT.incrementAndGet();
        Path file = town.root().resolve(name);
        try {
            Files.write(file, bytes.getBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        String[] size = town.tmux("display-message", "-p", "-t", "=" + like + ":", "#{pane_width} #{pane_height}")
                .strip()
                .split(" ");
        // The title is set by the last bytes the terminal reads.
        String program = "stty raw -echo; cat '" + file + "'; printf '\\033]2;drawn\\007'; exec sleep 100";
        town.tmux("new-session", "-d", "-s", name, "-x", size[0], "-y", size[1], program);
        TestTown.await(
                "the oracle to have drawn",
                () -> town.tmux("display-message", "-p", "-t", "=" + name + ":", "#{pane_title}")
                        .strip()
                        .equals("drawn"));
        String screen = of(town, name);
        town.tmux("kill-session", "-t", "=" + name);
        return screen;
    }

    /** What a session shows: cells, colours, cursor and modes. */
    public static String of(TestTown town, String session) {
        String target = "=" + session + ":";
        return town.tmux("display-message", "-p", "-t", target, STATE)
                + town.tmux("capture-pane", "-p", "-e", "-t", target);
    }

    /** The last lines of a session's history with colours, and its screen. */
    static String history(TestTown town, String session) {
        return town.tmux("capture-pane", "-p", "-e", "-S", "-", "-t", "=" + session + ":");
    }
}
