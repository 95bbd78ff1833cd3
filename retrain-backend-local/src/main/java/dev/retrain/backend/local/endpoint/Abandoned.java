package dev.retrain.backend.local.endpoint;

import dev.retrain.api.document.DocumentReader;
import dev.retrain.api.document.Documents;
import dev.retrain.api.document.ObjectShape;
import dev.retrain.api.document.Shape;
import dev.retrain.backend.local.process.PrivateFolder;
import dev.retrain.backend.local.process.ProcessIdentity;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/**
 * Notes which model server belongs to which process, in a file beside the server's log, so that the
 * next process to serve models ends what one that was killed has left behind. A server under {@link
 * Guardian} has ended by itself; this is for where there is none.
 *
 * <p>Notes lie in a folder of this user only, and one of another owner is not read: a note decides
 * which process is ended.
 */
final class Abandoned {

  /**
   * Who serves by which process.
   *
   * @param owner the process that serves models
   * @param server the process of one model
   */
  record Note(ProcessIdentity owner, ProcessIdentity server) {}

  private static final String SUFFIX = ".process";
  private static final Shape<Note> SHAPE = shape();

  private Abandoned() {}

  /** Notes a server of this process. */
  static void note(Path log, ProcessHandle server) throws IOException {
    write(
        beside(log),
        new Note(ProcessIdentity.of(ProcessHandle.current()), ProcessIdentity.of(server)));
  }

  static void write(Path file, Note note) throws IOException {
    Files.writeString(file, Documents.canonicalJson(SHAPE.write(note)));
  }

  static void forget(Path log) throws IOException {
    Files.deleteIfExists(beside(log));
  }

  private static Path beside(Path log) {
    return log.resolveSibling(log.getFileName() + SUFFIX);
  }

  /** Ends the servers noted in a folder whose process is gone, and deletes their logs. */
  static void sweep(Path folder) {
    try (DirectoryStream<Path> notes =
        Files.newDirectoryStream(folder, "retrain-model-*" + SUFFIX)) {
      for (Path note : notes) {
        sweepOne(folder, note);
      }
    } catch (IOException e) {
      EndpointLog.leftBehind(folder, e);
    }
  }

  private static void sweepOne(Path folder, Path file) {
    try {
      if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
          || !PrivateFolder.isOwnedAs(file, folder)) {
        return;
      }
      Note note =
          DocumentReader.of(
              SHAPE, Documents.parse(Files.readString(file), file.toString()), file.toString());
      if (note.owner().find().isEmpty()) {
        note.server().find().ifPresent(Abandoned::end);
        deleteWithLogs(file);
      }
    } catch (IOException | RuntimeException e) { // being written or deleted just now
      EndpointLog.leftBehind(file, e);
    }
  }

  private static void end(ProcessHandle server) {
    server.descendants().forEach(ProcessHandle::destroyForcibly);
    server.destroyForcibly();
  }

  private static void deleteWithLogs(Path note) throws IOException {
    String name = String.valueOf(note.getFileName());
    String log = name.substring(0, name.length() - SUFFIX.length());
    Files.deleteIfExists(note.resolveSibling(log));
    Files.deleteIfExists(note.resolveSibling(log + ".1"));
    Files.deleteIfExists(note);
  }

  private static Shape<Note> shape() {
    ObjectShape.Builder<Note> all = ObjectShape.named("Note");
    var owner = all.required("owner", ProcessIdentity.SHAPE, Note::owner, "who serves");
    var server = all.required("server", ProcessIdentity.SHAPE, Note::server, "by which process");
    return all.build(f -> new Note(f.get(owner), f.get(server)));
  }
}
