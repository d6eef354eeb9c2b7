package dev.gastown.terminal.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.core.JacksonException;

/** The other tests of the manifests are worth something only if a slip in a manifest can't pass their reader. */
class MisspeltFieldsAreRefusedTest {
    private static final String DEPLOYMENT = """
            apiVersion: apps/v1
            kind: Deployment
            metadata:
              name: gateway
            spec:
              strategy:
                rollingUpdate:
                  maxSurge: 1
              template:
                spec:
                  containers:
                    - name: gateway
                      env:
                        - name: A
                          value: "1"
                      readinessProbe:
                        httpGet:
                          path: /
                          port: management
            """;

    @Test
    void whatIsSpeltWellIsRead() {
        assertThat(StrictObjects.read(DEPLOYMENT + "---\n" + DEPLOYMENT)).hasSize(2);
    }

    @ParameterizedTest
    @CsvSource({
        "metadata:, metadatas:",
        "strategy:, strategie:",
        "maxSurge:, maxsurge:",
        "containers:, container:",
        "value:, val:",
        "readinessProbe:, readynessProbe:",
        "httpGet:, httpget:",
        "path:, pfad:"
    })
    void aFieldThatKubernetesDoesNotKnowIsRefusedAtEveryDepth(String right, String wrong) {
        assertRefused(right, wrong, wrong.replace(":", ""));
    }

    @Test
    void aNumberWhereTextMustBeIsRefused() {
        assertRefused("value: \"1\"", "value: 1", "Integer");
    }

    @Test
    void aTextWhereANumberMustBeIsRefused() {
        assertRefused("strategy:", "minReadySeconds: \"10\"\n  strategy:", "minReadySeconds");
    }

    @Test
    void aFieldGivenTwiceIsRefused() {
        assertRefused("value: \"1\"", "value: \"1\"\n              value: \"2\"", "value");
    }

    @Test
    void aKindOfAnotherVersionIsRefused() {
        assertThatThrownBy(() -> StrictObjects.read(DEPLOYMENT.replace("apps/v1", "apps/v1beta1")))
                .hasMessageContaining("apps/v1beta1");
    }

    private static void assertRefused(String right, String wrong, String complaint) {
        String slip = DEPLOYMENT.replace(right, wrong);
        assertThat(slip).isNotEqualTo(DEPLOYMENT);
        assertThatThrownBy(() -> StrictObjects.read(slip))
                .isInstanceOf(JacksonException.class)
                .hasMessageContaining(complaint);
    }
}
