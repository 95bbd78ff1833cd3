package dev.retrain.runtime.provenance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommitTest {

  private static final String ONE = "1".repeat(40);
  private static final String TWO = "2".repeat(40);

  @TempDir Path folder;

  private void write(String file, String text) throws Exception {
    Path path = folder.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, text);
  }

  private String commit(String from) {
    return Commit.find(Map.of(), folder.resolve(from)).map(Commit::sha).orElse("none");
  }

  @Test
  void aLooseReferenceIsRead() throws Exception {
    write(".git/HEAD", "ref: refs/heads/main\n");
    write(".git/refs/heads/main", ONE + "\n");
    Files.createDirectories(folder.resolve("some/where"));

    assertThat(commit("some/where")).isEqualTo(ONE);
  }

  @Test
  void aPackedReferenceIsReadUnlessALooseOneIsNewer() throws Exception {
    write(".git/HEAD", "ref: refs/heads/main\n");
    write(
        ".git/packed-refs",
        "# pack-refs with: peeled fully-peeled sorted\n"
            + TWO
            + " refs/heads/not-main\n"
            + ONE
            + " refs/heads/main\n^"
            + TWO
            + "\n");
    assertThat(commit("")).isEqualTo(ONE);

    write(".git/refs/heads/main", TWO + "\n");
    assertThat(commit("")).isEqualTo(TWO);
  }

  @Test
  void aDetachedHeadIsRead() throws Exception {
    write(".git/HEAD", "a".repeat(64) + "\n");
    assertThat(commit("")).isEqualTo("a".repeat(64));
  }

  @Test
  void aLinkedWorkTreeSharesItsReferences() throws Exception {
    write("main/.git/refs/heads/topic", ONE + "\n");
    write("main/.git/worktrees/topic/HEAD", "ref: refs/heads/topic\n");
    write("main/.git/worktrees/topic/commondir", "../..\n");
    write("topic/.git", "gitdir: " + folder.resolve("main/.git/worktrees/topic") + "\n");

    assertThat(commit("topic")).isEqualTo(ONE);
  }

  @Test
  void aSubmoduleNamesItsFolderRelatively() throws Exception {
    write(".git/modules/part/HEAD", TWO + "\n");
    write("part/.git", "gitdir: ../.git/modules/part\n");

    assertThat(commit("part")).isEqualTo(TWO);
  }

  @Test
  void whatCannotBeReadIsNotThere() throws Exception {
    assertThat(Commit.find(Map.of(), folder.getRoot())).isEmpty();
    write(".git/HEAD", "ref: refs/heads/unborn\n");
    assertThat(commit("")).isEqualTo("none");
    write(".git/HEAD", "ref: refs/heads/loop\n");
    write(".git/refs/heads/loop", "ref: refs/heads/loop\n");
    assertThat(commit("")).isEqualTo("none");
    write(".git/HEAD", "ref: refs/../../secret\n");
    assertThat(commit("")).isEqualTo("none");
    write("odd/.git", "nonsense\n");
    assertThat(commit("odd")).isEqualTo("none");
  }

  @Test
  void theEnvironmentComesFirst() throws Exception {
    write(".git/HEAD", ONE + "\n");

    assertThat(Commit.find(Map.of("GITHUB_SHA", TWO), folder)).contains(new Commit(TWO));
    assertThat(Commit.find(Map.of("GITHUB_SHA", TWO, Commit.VARIABLE, "abcdef0"), folder))
        .contains(new Commit("abcdef0"));
    assertThat(Commit.find(Map.of("GIT_COMMIT", "not a commit"), folder)).contains(new Commit(ONE));
    assertThat(new Commit(TWO).abbreviated()).isEqualTo("2222222");
    assertThatThrownBy(() -> new Commit("HEAD")).hasMessageContaining("is no commit");
  }
}
