import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.transform.OutputKeys;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.dom.DOMSource;
import javax.xml.transform.stream.StreamResult;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;

/**
 * Makes an Android library of what Maven has compiled: the AAR, its POM, its Gradle module metadata, and what people read
 * beside it. Android's own plugin does that only with an Android SDK.
 *
 * <p>{@code java Aar.java MODULE NATIVE HOW_BUILT OUT}: a folder with a pom.xml and target/; a folder with a folder for every
 * ABI; a file that says how the libraries were built; where the files go.
 */
public final class Aar {
    /** What our classes use inside, and no app needs to compile. */
    private static final Set<String> INSIDE = Set.of("jna", "okhttp");

    /** Every entry is of the same time, so that the same input makes the same bytes. */
    private static final LocalDateTime TIME = LocalDateTime.of(2026, 1, 1, 0, 0);

    private static final String METADATA = """
            aarFormatVersion=1.0
            aarMetadataVersion=1.0
            minCompileSdk=1
            minCompileSdkExtension=0
            minAndroidGradlePluginVersion=1.0.0
            coreLibraryDesugaringEnabled=false
            """;

    /** A dependency, as an app meets it. */
    private record Dependency(String group, String module, String version) {
        boolean isInside() {
            return INSIDE.contains(module);
        }

        /** JNA's jar is for desktops; its AAR has the libraries for Android. */
        boolean isAar() {
            return module.equals("jna");
        }
    }

    private Aar() {}

    public static void main(String[] arguments) throws Exception {
        Path module = Path.of(arguments[0]);
        Path out = Path.of(arguments[3]);
        Files.createDirectories(out);
        Document pom = DocumentBuilderFactory.newInstance().newDocumentBuilder()
                .parse(module.resolve("target/published.xml").toFile());
        Element project = pom.getDocumentElement();
        List<Dependency> dependencies = forAndroid(pom);
        String name = text(project, "artifactId") + "-" + text(project, "version");
        Path aar = out.resolve(name + ".aar");
        writeAar(aar, module, Path.of(arguments[1]), Path.of(arguments[2]));
        Path sources = module.resolve("target/" + name + "-sources.jar");
        Files.copy(sources, out.resolve(sources.getFileName()), java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        Path documentation = out.resolve(name + "-javadoc.jar");
        writeDocumentation(documentation, module.resolve("target/dokka"));
        writePom(pom, out.resolve(name + ".pom"));
        String metadata = gradleMetadata(project, dependencies, aar, sources, documentation);
        Files.writeString(out.resolve(name + ".module"), metadata);
    }

    private static void writeDocumentation(Path jar, Path pages) throws IOException {
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(jar))) {
            for (Path page : below(pages)) {
                add(zip, pages.relativize(page).toString(), Files.readAllBytes(page));
            }
        }
    }

    private static void writeAar(Path aar, Path module, Path libraries, Path howBuilt) throws IOException {
        Path classes = Files.createTempFile("classes", ".jar");
        try (ZipOutputStream jar = new ZipOutputStream(Files.newOutputStream(classes))) {
            Path compiled = module.resolve("target/classes");
            for (Path file : below(compiled)) {
                // Apps merge the other files of all their libraries, and licences would get into each other's way.
                String name = file.toString();
                if (name.endsWith(".class") || name.endsWith(".kotlin_module")) {
                    add(jar, compiled.relativize(file).toString(), Files.readAllBytes(file));
                }
            }
        }
        Path repository = module.resolve("../..");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(aar))) {
            add(zip, "AndroidManifest.xml", Files.readAllBytes(module.resolve("AndroidManifest.xml")));
            add(zip, "classes.jar", Files.readAllBytes(classes));
            add(zip, "R.txt", new byte[0]);
            add(zip, "proguard.txt", Files.readAllBytes(module.resolve("../packaging/proguard.txt")));
            add(zip, "META-INF/com/android/build/gradle/aar-metadata.properties", METADATA.getBytes());
            add(zip, "META-INF/LICENSE-APACHE", Files.readAllBytes(repository.resolve("LICENSE-APACHE")));
            add(zip, "META-INF/LICENSE-MIT", Files.readAllBytes(repository.resolve("LICENSE-MIT")));
            add(zip, "META-INF/how-built.txt", Files.readAllBytes(howBuilt));
            for (Path library : below(libraries)) {
                add(zip, "jni/" + libraries.relativize(library), Files.readAllBytes(library));
            }
        }
        Files.delete(classes);
    }

    private static List<Path> below(Path folder) throws IOException {
        try (Stream<Path> found = Files.walk(folder)) {
            return found.filter(Files::isRegularFile).sorted().toList();
        }
    }

    private static void add(ZipOutputStream zip, String name, byte[] content) throws IOException {
        ZipEntry entry = new ZipEntry(name);
        entry.setTimeLocal(TIME);
        zip.putNextEntry(entry);
        zip.write(content);
        zip.closeEntry();
    }

    /** Changes the POM of the jar into that of an AAR, and says what it depends on. */
    private static List<Dependency> forAndroid(Document pom) {
        Element project = pom.getDocumentElement();
        set(project, "packaging", "aar");
        List<Dependency> dependencies = new ArrayList<>();
        NodeList found = project.getElementsByTagName("dependency");
        for (int place = 0; place < found.getLength(); place++) {
            Element one = (Element) found.item(place);
            // For Android, OkHttp has a library of its own; by this name Gradle finds the right one.
            set(one, "artifactId", text(one, "artifactId").replace("okhttp-jvm", "okhttp"));
            Dependency dependency = new Dependency(text(one, "groupId"), text(one, "artifactId"), text(one, "version"));
            dependencies.add(dependency);
            set(one, "scope", dependency.isInside() ? "runtime" : "compile");
            if (dependency.isAar()) {
                set(one, "type", "aar");
            }
        }
        // By this, Gradle knows that there is a .module as well.
        project.insertBefore(pom.createComment(" do_not_remove: published-with-gradle-metadata "), project.getFirstChild());
        return dependencies;
    }

    private static String text(Element parent, String name) {
        return child(parent, name).getTextContent();
    }

    private static void set(Element parent, String name, String value) {
        Node there = child(parent, name);
        if (there == null) {
            there = parent.getOwnerDocument().createElement(name);
            // Behind the last element, on a line of its own.
            Node end = parent.getLastChild();
            parent.insertBefore(parent.getFirstChild().cloneNode(false), end);
            parent.insertBefore(there, end);
        }
        there.setTextContent(value);
    }

    private static Node child(Element parent, String name) {
        for (Node node = parent.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (node.getNodeName().equals(name)) {
                return node;
            }
        }
        return null;
    }

    private static void writePom(Document pom, Path file) throws Exception {
        try (OutputStream stream = Files.newOutputStream(file)) {
            var transformer = TransformerFactory.newInstance().newTransformer();
            transformer.setOutputProperty(OutputKeys.ENCODING, "UTF-8");
            transformer.transform(new DOMSource(pom), new StreamResult(stream));
        }
    }

    private static String gradleMetadata(
            Element project, List<Dependency> all, Path aar, Path sources, Path documentation) {
        List<Dependency> api = all.stream().filter(dependency -> !dependency.isInside()).toList();
        return """
                {
                  "formatVersion": "1.1",
                  "component": {
                    "group": "%s",
                    "module": "%s",
                    "version": "%s",
                    "attributes": { "org.gradle.status": "release" }
                  },
                  "variants": [
                %s,
                %s,
                %s,
                %s
                  ]
                }
                """.formatted(text(project, "groupId"), text(project, "artifactId"), text(project, "version"),
                variant("apiElements", LIBRARY.formatted("java-api"), api, aar),
                variant("runtimeElements", LIBRARY.formatted("java-runtime"), all, aar),
                variant("sourcesElements", TO_READ.formatted("sources"), List.of(), sources),
                variant("javadocElements", TO_READ.formatted("javadoc"), List.of(), documentation));
    }

    private static final String LIBRARY = """
                    "org.gradle.category": "library",
                    "org.gradle.dependency.bundling": "external",
                    "org.gradle.jvm.environment": "android",
                    "org.gradle.libraryelements": "aar",
                    "org.gradle.usage": "%s",
                    "org.jetbrains.kotlin.platform.type": "androidJvm"
            """;

    private static final String TO_READ = """
                    "org.gradle.category": "documentation",
                    "org.gradle.dependency.bundling": "external",
                    "org.gradle.docstype": "%s",
                    "org.gradle.usage": "java-runtime"
            """;

    private static String variant(String name, String attributes, List<Dependency> dependencies, Path file) {
        return """
                    {
                      "name": "%s",
                      "attributes": {
                %s      },
                      "dependencies": [
                %s
                      ],
                      "files": [
                        { "name": "%s", "url": "%s", "size": %d,
                          "sha512": "%s",
                          "sha256": "%s",
                          "sha1": "%s",
                          "md5": "%s" }
                      ]
                    }""".formatted(name, attributes,
                dependencies.stream().map(Aar::dependency).collect(Collectors.joining(",\n")),
                file.getFileName(), file.getFileName(), size(file), hash(file, "SHA-512"), hash(file, "SHA-256"),
                hash(file, "SHA-1"), hash(file, "MD5"));
    }

    private static String dependency(Dependency it) {
        String selector = it.isAar()
                ? ",\n          \"thirdPartyCompatibility\": { \"artifactSelector\": "
                        + "{ \"name\": \"%s\", \"type\": \"aar\", \"extension\": \"aar\" } }".formatted(it.module())
                : "";
        return "        { \"group\": \"%s\", \"module\": \"%s\", \"version\": { \"requires\": \"%s\" }%s }"
                .formatted(it.group(), it.module(), it.version(), selector);
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException error) {
            throw new UncheckedIOException(error);
        }
    }

    private static String hash(Path file, String algorithm) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance(algorithm).digest(Files.readAllBytes(file)));
        } catch (IOException | java.security.NoSuchAlgorithmException error) {
            throw new IllegalStateException(file + ": " + error, error);
        }
    }
}
