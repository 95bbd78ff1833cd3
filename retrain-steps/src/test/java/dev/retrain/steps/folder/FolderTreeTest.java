package dev.retrain.steps.folder;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Folders as programs leave them, with links that lead out of the tree or nowhere. */
class FolderTreeTest {

  @TempDir Path root;
  private Path tree;
  private Path outside;

  @BeforeEach
  void fill() throws Exception {
    tree = Files.createDirectories(root.resolve("tree"));
    outside = Files.writeString(root.resolve("outside.txt"), "outside");
    Files.writeString(Files.createDirectories(tree.resolve("deep/er")).resolve("a"), "12345");
    Files.createSymbolicLink(tree.resolve("file-link"), outside);
    Files.createSymbolicLink(tree.resolve("dangling"), root.resolve("absent"));
    Files.createSymbolicLink(tree.resolve("folder-link"), root);
  }

  @Test
  void deletingFollowsNoLink() throws Exception {
    FolderTree.delete(tree);
    FolderTree.delete(tree);

    assertThat(tree).doesNotExist();
    assertThat(outside).hasContent("outside");
  }

  @Test
  void aCopyHoldsTheFilesBehindLinksAndTheOtherLinks() throws Exception {
    Path copy = root.resolve("copy");

    FolderTree.copy(tree, copy);
    FolderTree.copy(tree, copy);

    assertThat(copy.resolve("deep/er/a")).hasContent("12345");
    assertThat(Files.isRegularFile(copy.resolve("file-link"), LinkOption.NOFOLLOW_LINKS)).isTrue();
    assertThat(Files.isSymbolicLink(copy.resolve("dangling"))).isTrue();
    assertThat(Files.isSymbolicLink(copy.resolve("folder-link"))).isTrue();
  }

  @Test
  void theSizeCountsWhatLiesInTheFolder() throws Exception {
    FolderTree.Size size = FolderTree.size(tree.resolve("deep"));

    assertThat(size).isEqualTo(new FolderTree.Size(1, 5));
    assertThat(size.plus(size)).isEqualTo(new FolderTree.Size(2, 10));
    assertThat(FolderTree.size(root.resolve("absent"))).isEqualTo(new FolderTree.Size(0, 0));
  }

  @Test
  void aHashIsOfNamesAndBytes() throws Exception {
    Path one = Files.createDirectories(root.resolve("one"));
    Path two = Files.createDirectories(root.resolve("two"));
    for (Path folder : new Path[] {one, two}) {
      Files.writeString(folder.resolve("x"), "same");
    }
    assertThat(ContentHash.of(one)).isEqualTo(ContentHash.of(two)).matches("[0-9a-f]{64}");

    Files.move(two.resolve("x"), two.resolve("y"));
    assertThat(ContentHash.of(one)).isNotEqualTo(ContentHash.of(two));
    Files.writeString(two.resolve("x"), "other");
    Files.delete(two.resolve("y"));
    assertThat(ContentHash.of(one)).isNotEqualTo(ContentHash.of(two));
  }

  @Test
  void aFileIsReplacedWholeAndAPrivateOneIsItsOwnersAlone() throws Exception {
    Path file = root.resolve("made/state.json");

    DurableFile.write(file, "one");
    DurableFile.write(file, "two");
    DurableFile.writePrivate(root.resolve("made/token"), "secret");
    DurableFile.forceAll(root.resolve("made"));

    assertThat(file).hasContent("two");
    assertThat(root.resolve("made")).isDirectoryNotContaining("glob:**.part");
    assertThat(Files.getPosixFilePermissions(root.resolve("made/token")))
        .extracting(Enum::name)
        .containsExactlyInAnyOrder("OWNER_READ", "OWNER_WRITE");
  }
}
