package dev.retrain.translation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retrain.api.document.Documents;
import dev.retrain.api.document.Node;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MappingBuilderTest {

  @Test
  void sortsKeysAndLeavesOutWhatIsEmpty() {
    Node node =
        new MappingBuilder()
            .put("z", "text")
            .put("a", 7)
            .put("flag", true)
            .put("absent", Optional.empty())
            .put("present", Optional.of("here"))
            .put("none", List.of())
            .put("some", List.of(Node.of(1)))
            .put("nothing", Map.of())
            .put("entries", Map.of("k", Node.of("v")))
            .put("inner", new MappingBuilder().put("k", "v"))
            .node();
    assertThat(Documents.json(node).replaceAll("\\s", ""))
        .isEqualTo(
            "{\"a\":7,\"entries\":{\"k\":\"v\"},\"flag\":true,\"inner\":{\"k\":\"v\"},"
                + "\"present\":\"here\",\"some\":[1],\"z\":\"text\"}");
  }
}
