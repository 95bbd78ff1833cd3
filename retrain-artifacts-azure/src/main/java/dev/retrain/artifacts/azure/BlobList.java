package dev.retrain.artifacts.azure;

import dev.retrain.spi.artifact.FilePage;
import dev.retrain.spi.artifact.StoredFile;
import java.io.InputStream;
import java.net.URI;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/** Reads the answer of List Blobs. */
final class BlobList {

  private static final Set<String> READ =
      Set.of("Name", "Content-Length", "Etag", "Content-MD5", "NextMarker");

  private BlobList() {}

  static FilePage read(URI container, InputStream xml) throws XMLStreamException {
    XMLInputFactory factory = XMLInputFactory.newFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    XMLStreamReader reader = factory.createXMLStreamReader(xml, "UTF-8");
    List<StoredFile> files = new ArrayList<>();
    Map<String, String> fields = new HashMap<>();
    while (reader.hasNext()) {
      int event = reader.next();
      if (event == XMLStreamConstants.START_ELEMENT && READ.contains(reader.getLocalName())) {
        fields.put(reader.getLocalName(), reader.getElementText());
      } else if (event == XMLStreamConstants.END_ELEMENT && reader.getLocalName().equals("Blob")) {
        // A blob whose name ends in a slash stands for a folder.
        if (!fields.getOrDefault("Name", "/").endsWith("/")) {
          files.add(file(container, fields));
        }
        fields.clear();
      }
    }
    return new FilePage(
        files, Optional.ofNullable(fields.get("NextMarker")).filter(marker -> !marker.isEmpty()));
  }

  private static StoredFile file(URI container, Map<String, String> fields) {
    return new StoredFile(
        StoredFile.child(container, fields.getOrDefault("Name", "")),
        Long.parseLong(fields.getOrDefault("Content-Length", "-1")),
        unquoted(fields.getOrDefault("Etag", "")),
        md5(fields.get("Content-MD5")));
  }

  /** Lists show entity tags without the quotes that headers have. */
  static String unquoted(String etag) {
    return etag.replace("\"", "");
  }

  static Optional<String> md5(@Nullable String base64) {
    return Optional.ofNullable(base64)
        .filter(text -> !text.isEmpty())
        .map(text -> "md5:" + HexFormat.of().formatHex(Base64.getDecoder().decode(text)));
  }
}
