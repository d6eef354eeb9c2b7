package dev.gastown.terminal.sandbox.tmux;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ControlModeParserTest {
    private static final String STREAM = """
            %begin 1795378159 267 0
            %end 1795378159 267 0
            %session-changed $0 hq-mayor
            %output %0 plain \\033[1m\\134 日本\\015\\012
            %begin 1795378159 273 1
            first
            %end 1795378159 999 1
            %output %0 not output

            %end 1795378159 273 1
            %begin 1 2 1
            no such thing
            %error 1 2 1
            %begin 1 3 1
            %end 1 3 1
            %output %12\s
            %exit
            """;

    private static final List<ControlEvent> EVENTS = List.of(
            new ControlEvent.Notification("%session-changed $0 hq-mayor"),
            new ControlEvent.Output("%0", Buffer.buffer("plain \033[1m\\ 日本\r\n")),
            new ControlEvent.Reply(
                    true,
                    List.of(
                            Buffer.buffer("first"),
                            Buffer.buffer("%end 1795378159 999 1"),
                            Buffer.buffer("%output %0 not output"),
                            Buffer.buffer())),
            new ControlEvent.Reply(false, List.of(Buffer.buffer("no such thing"))),
            new ControlEvent.Reply(true, List.of()),
            new ControlEvent.Output("%12", Buffer.buffer()),
            new ControlEvent.Notification("%exit"));

    @Test
    void readsTheSameHoweverTheStreamIsCut() {
        byte[] stream = STREAM.getBytes(StandardCharsets.UTF_8);
        for (int first = 0; first <= stream.length; first++) {
            assertThat(parsed(stream, first, stream.length))
                    .as("cut at %d", first)
                    .isEqualTo(EVENTS);
        }
        for (int size = 1; size < 20; size++) {
            List<ControlEvent> events = new ArrayList<>();
            ControlModeParser parser = new ControlModeParser(events::add);
            for (int from = 0; from < stream.length; from += size) {
                parser.feed(stream, from, Math.min(stream.length, from + size));
            }
            assertThat(events).as("pieces of %d", size).isEqualTo(EVENTS);
        }
    }

    private static List<ControlEvent> parsed(byte[] stream, int first, int end) {
        List<ControlEvent> events = new ArrayList<>();
        ControlModeParser parser = new ControlModeParser(events::add);
        parser.feed(stream, 0, first);
        parser.feed(stream, first, end);
        return events;
    }

    @Test
    void everyByteSurvivesTheEscaping() {
        Buffer all = Buffer.buffer();
        StringBuilder escaped = new StringBuilder("%output %1 ");
        for (int b = 0; b < 256; b++) {
            all.appendByte((byte) b);
            escaped.append(b < ' ' || b == '\\' ? String.format("\\%03o", b) : String.valueOf((char) b));
        }
        List<ControlEvent> events = new ArrayList<>();
        byte[] line = (escaped + "\n").getBytes(StandardCharsets.ISO_8859_1);
        new ControlModeParser(events::add).feed(line, 0, line.length);
        assertThat(events).containsExactly(new ControlEvent.Output("%1", all));
    }
}
