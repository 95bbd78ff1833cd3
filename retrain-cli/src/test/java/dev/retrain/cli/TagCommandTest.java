package dev.retrain.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retrain.steps.folder.FolderRegistry;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code retrain tag} writes what the provenance of a version names. */
class TagCommandTest {

  @TempDir Path folder;
  private String commit;

  @BeforeEach
  void commitAndRegister() throws Exception {
    git("init", "--quiet");
    git("config", "user.name", "test");
    git("config", "user.email", "test@example.com");
    git("commit", "--quiet", "--allow-empty", "--message", "first");
    commit = git("rev-parse", "HEAD");
    Files.writeString(
        folder.resolve("retrain.yaml"),
        "{store: state, backend: {name: local}, registry: registry, retrainings: []}");
    Files.writeString(folder.resolve("local.yaml"), "{artifactRoot: runs}");
    FolderRegistry registry = new FolderRegistry(folder.resolve("registry"), Clock.systemUTC());
    registry.register(
        "flights",
        "run-1",
        URI.create("file:///models/1"),
        Map.of("retrain.git", commit, "retrain.version", "v" + commit + "-20260131T030000Z"));
    registry.register("flights", "run-2", URI.create("file:///models/2"), Map.of());
  }

  private String git(String... arguments) throws Exception {
    List<String> words = new ArrayList<>(List.of("git"));
    words.addAll(List.of(arguments));
    Process process =
        new ProcessBuilder(words).directory(folder.toFile()).redirectErrorStream(true).start();
    String text = new String(process.getInputStream().readAllBytes()).strip();
    assertThat(process.waitFor()).as(text).isZero();
    return text;
  }

  private InProcess.Result tag(String version) {
    return InProcess.retrain(
        "tag",
        version,
        "--repository",
        folder.toString(),
        "--config",
        folder.resolve("retrain.yaml").toString());
  }

  @Test
  void writesAnAnnotatedTagAtTheCommitOfTheVersionOnce() throws Exception {
    InProcess.Result first = tag("flights@1");
    InProcess.Result again = tag("flights@1");

    String tag = "v" + commit + "-20260131T030000Z";
    assertThat(first.exitCode()).as(first.err()).isZero();
    assertThat(git("rev-parse", tag + "^{commit}")).isEqualTo(commit);
    assertThat(git("cat-file", "-t", tag)).isEqualTo("tag");
    assertThat(again.exitCode()).as(again.err()).isZero();
    assertThat(again.out()).contains("exists at " + commit);
  }

  @Test
  void aTagElsewhereIsNotMoved() throws Exception {
    git("commit", "--quiet", "--allow-empty", "--message", "second");
    git("tag", "v" + commit + "-20260131T030000Z");

    InProcess.Result refused = tag("flights@1");

    assertThat(refused.exitCode()).isNotZero();
    assertThat(refused.err()).contains("it exists at", "not at " + commit);
  }

  @Test
  void aVersionOfAnUnknownCommitIsRefused() {
    assertThat(tag("flights@2").err()).contains("no tag retrain.version");
    assertThat(tag("flights@9").err()).contains("no version flights@9");
  }
}
