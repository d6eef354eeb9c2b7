package dev.gastown.terminal.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OnlyTrustedProxiesTellAddressesTest {
    private final TrustedProxies proxies = new TrustedProxies(List.of("10.0.0.0/8", "fd00::/8"));

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "203.0.113.7 | '' | 203.0.113.7",
                "203.0.113.7 | 198.51.100.1 | 203.0.113.7",
                "10.0.0.1 | '' | 10.0.0.1",
                "10.0.0.1 | 198.51.100.1 | 198.51.100.1",
                "10.0.0.1 | '192.0.2.66, 198.51.100.1' | 198.51.100.1",
                "10.0.0.1 | '192.0.2.66, 198.51.100.1, 10.0.0.2' | 198.51.100.1",
                "10.0.0.1 | '10.0.0.3, 10.0.0.2' | 10.0.0.3",
                "10.0.0.1 | 'no address' | 10.0.0.1",
                "10.0.0.1 | '198.51.100.1, no address, 10.0.0.2' | 10.0.0.2",
                "10.0.0.1 | '2001:db8::1' | 2001:db8:0:0:0:0:0:1",
                "fd00::1 | '198.51.100.1' | 198.51.100.1"
            })
    void andTheLastOneThatIsNoProxyIsTheClient(String peer, String forwarded, String client) {
        assertThat(proxies.clientOf(
                        new InetSocketAddress(peer, 1234), forwarded.isEmpty() ? List.of() : List.of(forwarded)))
                .isEqualTo(client);
    }
}
