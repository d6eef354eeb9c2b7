package dev.gastown.terminal.web.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.ext.web.impl.HeaderParser;
import io.vertx.ext.web.impl.ParsableHeaderValue;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ContentCodingTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "gzip, deflate, br, zstd            | br",
                "gzip                               | gzip",
                "GZIP ; q=1                         | gzip",
                "br;q=0.5, gzip                     | gzip",
                "br;q=0, gzip;q=0.1                 | gzip",
                "*                                  | br",
                "*, br;q=0                          | gzip",
                "gzip;q=0.5, identity               | identity",
                "gzip, identity                     | gzip",
                "identity                           | identity",
                "deflate                            | identity",
                "*;q=0                              | identity",
                "gzip;q=0, br;q=0, identity;q=0     | identity",
                "gzip;q=0, *                        | br",
                "br;q=nonsense                      | br",
                ";q=1, ,, gzip                      | gzip",
                "''                                 | identity"
            })
    void theClientsWeightsDecideAndThenTheSize(String header, String wanted) {
        assertThat(ContentCoding.wantedBy(HeaderParser.convertToParsedHeaderValues(header, ParsableHeaderValue::new)))
                .isEqualTo(wanted);
    }
}
