package dev.retrain.testkit.kfp;

import dev.retrain.api.document.Node;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What runs under an executor's label. */
sealed interface Deployed {

  /**
   * A container.
   *
   * @param words the command and its arguments, with markers
   * @param secrets name of the secret and its entry, by the variable that gets it
   * @param deadline after which its pod is killed
   */
  record Container(
      String image,
      List<String> words,
      Map<String, String> environment,
      Map<String, Secret> secrets,
      Optional<Duration> deadline)
      implements Deployed {}

  /** An entry of a secret. */
  record Secret(String name, String key) {}

  /** An artifact from outside: its address, which is fixed or an input parameter. */
  record Importer(Source address, String schemaTitle, Map<String, Node> metadata)
      implements Deployed {}
}
