package dev.retrain.backend.local.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisabledOnOs(OS.WINDOWS)
class PrivateFolderTest {

  @TempDir Path shared;

  @Test
  void isTheSameForAllProcessesOfAUserAndClosedToOthers() throws Exception {
    Path folder = PrivateFolder.in(shared, "retrain-me");

    assertThat(PrivateFolder.in(shared, "retrain-me")).isEqualTo(folder);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder)))
        .isEqualTo("rwx------");
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void isAnotherWhereTheNameIsOpenToOthers() throws Exception {
    Path open = Files.createDirectory(shared.resolve("retrain-me"));
    Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxrwxrwx"));

    Path folder = PrivateFolder.in(shared, "retrain-me");

    assertThat(folder).isNotEqualTo(open);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder)))
        .isEqualTo("rwx------");
  }

  @Test
  void isAnotherWhereTheNameIsALink() throws Exception {
    Path target = PrivateFolder.in(shared, "somewhere");
    Path link = Files.createSymbolicLink(shared.resolve("retrain-me"), target);

    assertThat(PrivateFolder.in(shared, "retrain-me")).isNotEqualTo(link);
  }
}
