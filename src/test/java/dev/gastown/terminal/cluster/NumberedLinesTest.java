package dev.gastown.terminal.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The judge of lost lines, judged. */
class NumberedLinesTest {
    private final NumberedLines lines = new NumberedLines();

    @Test
    void linesInPiecesAreLines() {
        lines.snapshot();
        lines.add("\033[H\033[2Jline 000007\r\nline 0000");
        lines.add("08\r\nli");
        lines.add("ne 000009");
        lines.live();
        lines.add("\r\nline 000010\r\n");
        assertThat(lines.last()).isEqualTo(10);
        assertThat(lines.faults()).isEmpty();
    }

    @Test
    void aHoleIsSeen() {
        lines.snapshot();
        lines.add("line 000001\r\nline 000003\r\n");
        assertThat(lines.faults()).containsExactly("3 after 1");
    }

    @Test
    void aRepeatIsSeen() {
        lines.snapshot();
        lines.add("line 000001\r\nline 000001\r\n");
        assertThat(lines.faults()).containsExactly("1 after 1");
    }

    @Test
    void aSnapshotMayGoBackButMustReachWhatWasSeen() {
        lines.snapshot();
        lines.add("line 000001\r\nline 000002\r\n");
        lines.live();
        lines.snapshot();
        lines.add("line 000001\r\nline 000002\r\nline 000003\r\n");
        lines.live();
        assertThat(lines.faults()).isEmpty();

        lines.snapshot();
        lines.add("line 000005\r\n");
        lines.snapshot();
        lines.add("line 000004\r\n");
        lines.live();
        assertThat(lines.faults())
                .containsExactly(
                        "a snapshot begins with 5 after 3", "a snapshot ends with 4, and 5 was seen before it");
    }
}
