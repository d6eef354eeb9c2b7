package dev.gastown.terminal.relay;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class WriterRateTest {
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    @Test
    void letsOneSecondsBytesThroughAtOnceAndHoldsBackWhatIsMore() {
        WriterRate rate = new WriterRate(1_000, 0);

        assertThat(rate.countNanos(1_000, 0)).isZero();
        assertThat(rate.countNanos(500, 0)).isEqualTo(SECOND / 2);
        assertThat(rate.countNanos(0, SECOND / 2)).isZero();
        assertThat(rate.countNanos(250, SECOND / 2)).isEqualTo(SECOND / 4);
    }

    @Test
    void savesNoMoreThanOneSecondUp() {
        WriterRate rate = new WriterRate(1_000, 0);

        assertThat(rate.countNanos(1_001, SECOND * 3_600)).isPositive();
    }

    @Test
    void isOffAtZero() {
        WriterRate rate = new WriterRate(0, 0);

        assertThat(rate.countNanos(Integer.MAX_VALUE, 0)).isZero();
    }
}
