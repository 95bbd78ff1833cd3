package dev.retrain.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;

/** What the packaged jar holds, and what it does not. */
class PackagedJarIT {

  private static final Path JAR = Path.of("target", "retrain.jar");
  private static final long MEGABYTE = 1 << 20;

  private static List<String> names() throws IOException {
    try (ZipFile jar = new ZipFile(JAR.toFile())) {
      return jar.stream().map(entry -> entry.getName()).toList();
    }
  }

  private static String text(String name) throws IOException {
    try (ZipFile jar = new ZipFile(JAR.toFile())) {
      return new String(
          jar.getInputStream(jar.getEntry(name)).readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Test
  void holdsTheLicenceTextsOfWhatItBundles() throws IOException {
    assertThat(text("META-INF/LICENSE"))
        .contains("Apache License", "Permission is hereby granted, free of charge");
    assertThat(text("META-INF/LICENSE.txt")).contains("QOS.ch");
    assertThat(text("META-INF/THIRD-PARTY.txt")).contains("FastCSV", "JTS", "SQLite");
    assertThat(names()).contains("META-INF/maven/org.xerial/sqlite-jdbc/LICENSE");
  }

  @Test
  void holdsTheNativesOfEverySupportedPlatform() throws IOException {
    assertThat(names())
        .contains(
            "org/sqlite/native/Linux/x86_64/libsqlitejdbc.so",
            "org/sqlite/native/Linux/aarch64/libsqlitejdbc.so",
            "org/sqlite/native/Linux-Musl/x86_64/libsqlitejdbc.so",
            "org/sqlite/native/Linux-Musl/aarch64/libsqlitejdbc.so",
            "org/sqlite/native/Mac/x86_64/libsqlitejdbc.dylib",
            "org/sqlite/native/Mac/aarch64/libsqlitejdbc.dylib",
            "org/sqlite/native/Windows/x86_64/sqlitejdbc.dll",
            "org/sqlite/native/Windows/aarch64/sqlitejdbc.dll");
  }

  @Test
  void holdsNothingThatNoCommandNeeds() throws IOException {
    assertThat(names())
        .noneMatch(name -> name.startsWith("javax/annotation/"))
        .noneMatch(name -> name.startsWith("org/sqlite/native/FreeBSD/"))
        .noneMatch(name -> name.startsWith("org/apache/hadoop/ipc/"));
    assertThat(Files.size(JAR)).isLessThan(28 * MEGABYTE);
  }
}
