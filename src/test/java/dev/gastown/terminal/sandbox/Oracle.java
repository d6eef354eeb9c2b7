package dev.gastown.terminal.sandbox;

import dev.gastown.terminal.TestTown;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;

/** A terminal that did not write the code under test: another pane of tmux, fed with a viewer's bytes. */
final class Oracle {
    private static final AtomicInteger COUNT = new AtomicInteger();
    private static final String CURSOR = "#{cursor_x},#{cursor_y} #{cursor_flag} #{alternate_on} #{keypad_cursor_flag}"
            + " #{scroll_region_upper}-#{scroll_region_lower} #{insert_flag} #{wrap_flag} #{origin_flag}"
            + " #{mouse_standard_flag}#{mouse_button_flag}#{mouse_all_flag}#{mouse_sgr_flag} #{history_size}";

    private Oracle() {}

    /** What a fresh terminal of this size shows after these bytes: cells, colours, cursor and modes. */
    static String draw(TestTown town, Buffer bytes, int columns, int rows) {
        String name = "oracle-" + COUNT.incrementAndGet();
        Path file = town.root().resolve(name);
        try {
            Files.write(file, bytes.getBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        town.tmux(
                "new-session",
                "-d",
                "-s",
                name,
                "-x",
                "" + columns,
                "-y",
                "" + rows,
                "stty raw -echo; cat '" + file + "'; tmux -L " + town.socket() + " wait-for -S " + name
                        + "; exec sleep 100");
        town.tmux("wait-for", name);
        String screen = of(town, name);
        town.tmux("kill-session", "-t", "=" + name);
        return screen;
    }

    /** What a session shows: cells, colours, cursor and modes, history included. */
    static String of(TestTown town, String session) {
        String target = "=" + session + ":";
        return town.tmux("display-message", "-p", "-t", target, CURSOR)
                + town.tmux("capture-pane", "-p", "-e", "-S", "-", "-t", target);
    }
}
