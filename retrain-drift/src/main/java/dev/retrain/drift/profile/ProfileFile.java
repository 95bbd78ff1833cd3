package dev.retrain.drift.profile;

import dev.retrain.api.document.DocumentReader;
import dev.retrain.api.document.Documents;
import dev.retrain.api.error.DataProblem;
import dev.retrain.drift.data.AtomicFile;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;

/**
 * Profiles as bytes and files. The binary form is {@code RTPF}, a version as a 32-bit number, and
 * the canonical JSON deflated.
 */
final class ProfileFile {
  private static final byte[] MAGIC = "RTPF".getBytes(StandardCharsets.US_ASCII);

  private ProfileFile() {}

  static String json(Profile profile) {
    return Documents.json(ProfileShape.PROFILE.write(profile));
  }

  static Profile fromJson(String json, String source) {
    return DocumentReader.of(
        ProfileShape.PROFILE, Documents.parse(json, source), "profile " + source);
  }

  static byte[] bytes(Profile profile) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.write(MAGIC);
      out.writeInt((int) ProfileShape.VERSION);
      try (DeflaterOutputStream packed = new DeflaterOutputStream(out)) {
        String json = Documents.canonicalJson(ProfileShape.PROFILE.write(profile));
        packed.write(json.getBytes(StandardCharsets.UTF_8));
      }
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return bytes.toByteArray();
  }

  static Profile fromBytes(byte[] bytes, String source) {
    if (!isBinary(bytes)) {
      throw new DataProblem(
          "%s is no binary profile: it does not begin with RTPF".formatted(source));
    }
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      in.skipNBytes(MAGIC.length);
      int version = in.readInt();
      if (version != ProfileShape.VERSION) {
        throw new DataProblem(
            "%s is a profile of version %d, this is retrain for version %d; make it anew"
                .formatted(source, version, ProfileShape.VERSION));
      }
      byte[] json = new InflaterInputStream(in).readAllBytes();
      return fromJson(new String(json, StandardCharsets.UTF_8), source);
    } catch (IOException damaged) {
      throw new DataProblem(
          "%s is a damaged profile: %s".formatted(source, damaged.getMessage()), damaged);
    }
  }

  private static boolean isBinary(byte[] bytes) {
    return bytes.length >= MAGIC.length
        && Arrays.equals(bytes, 0, MAGIC.length, MAGIC, 0, MAGIC.length);
  }

  static boolean isBinary(Path file) {
    if (!Files.isRegularFile(file)) {
      return false;
    }
    try (InputStream in = Files.newInputStream(file)) {
      return isBinary(in.readNBytes(MAGIC.length));
    } catch (IOException unreadable) {
      return false;
    }
  }

  static void write(Profile profile, Path file) {
    boolean json = file.toString().toLowerCase(Locale.ROOT).endsWith(".json");
    byte[] content = json ? json(profile).getBytes(StandardCharsets.UTF_8) : bytes(profile);
    AtomicFile.write(file, out -> out.write(content));
  }

  static Profile read(Path file) {
    try {
      byte[] bytes = Files.readAllBytes(file);
      String source = "'" + file + "'";
      return isBinary(bytes)
          ? fromBytes(bytes, source)
          : fromJson(new String(bytes, StandardCharsets.UTF_8), source);
    } catch (IOException failed) {
      throw new DataProblem("profile '%s' cannot be read: %s".formatted(file, failed), failed);
    }
  }
}
