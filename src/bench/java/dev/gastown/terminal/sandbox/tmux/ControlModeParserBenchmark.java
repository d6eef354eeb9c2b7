package dev.gastown.terminal.sandbox.tmux;

import dev.gastown.terminal.jmh.OneRead;
import java.nio.charset.StandardCharsets;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.infra.Blackhole;

/** One read of 64 KiB from tmux: {@code %output} lines of about 1 KiB, undone to what the pane wrote. */
public class ControlModeParserBenchmark extends OneRead {
    private static final int LINE_BYTES = 1024;

    /** What the pane shows. */
    @Param({"PLAIN", "LOG", "COLOURS"})
    private Content content;

    private byte[] read;
    private ControlModeParser parser;

    /** From no escape at all to one in every few bytes. */
    public enum Content {
        PLAIN("the quick brown fox jumps over the lazy dog "),
        LOG("[INFO] Compiling 129 source files with javac to target/classes\\015\\012"),
        COLOURS("\\033[38;5;81mfn\\033[0m \\033[1;32mmain\\033[0m() \\033[33m{\\033[K\\015\\012");

        private final String unit;

        Content(String unit) {
            this.unit = unit;
        }
    }

    /** Writes as tmux does. */
    @Setup
    public void write(Blackhole shown) {
        String line = "%output %7 " + content.unit.repeat(LINE_BYTES / content.unit.length()) + "\n";
        read = line.repeat(READ_BYTES / line.length()).getBytes(StandardCharsets.US_ASCII);
        parser = new ControlModeParser(shown::consume);
    }

    /** Takes one read. */
    @Benchmark
    public void parse() {
        parser.feed(read, 0, read.length);
    }
}
