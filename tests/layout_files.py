"""Files in the shapes that meeting services, registration systems and survey servers write, with invented content.

Run as a script to write them to tests/files/layouts/.
"""

import csv
import io
from pathlib import Path

from openpyxl import Workbook

FOLDER = Path(__file__).parent / "files" / "layouts"

Rows = list[list[str]]


def as_csv(rows: Rows, delimiter: str = ",", encoding: str = "utf-8") -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=delimiter, lineterminator="\r\n").writerows(rows)
    return text.getvalue().encode(encoding)


def as_workbook(rows: Rows) -> bytes:
    book, content = Workbook(), io.BytesIO()
    for row in rows:
        book.active.append([cell or None for cell in row])
    book.save(content)
    return content.getvalue()


def cells(drawing: str) -> Rows:
    return [[cell.strip() for cell in line.split("|")] for line in drawing.strip().splitlines()]


INDICO = cells("""
ID | Name     | Type | Representation Type | type(s) of organization you belong to | Affiliation          | Country | Type | Registration date   | Registration state | Checked in | Check-in date       | Tags
1  | Person 1 | Ms   | Civil society       |                                       | Association of Lakes | Chad    | NGO  | 2026-02-01 10:00:00 | Completed          | Yes        | 2026-05-05 09:00:00 |
2  | Person 2 | Mr   | Other               | Other; NHRI                           | Commission of Hills  | Kenya   |      | 2026-02-02 10:00:00 | Completed          | No         |                     | vip; press
3  | Person 3 |      | Academia            |                                       | University of Coasts | Peru    |      | 2026-02-03 10:00:00 | Withdrawn          | No         |                     |
4  | Person 4 |      | Trade union         |                                       | Union of Ports       | Peru    |      | 2026-02-04 10:00:00 | Pending            | No         |                     |
5  | Person 5 |      | Other               |                                       | Club of Rivers       | Peru    |      | 2026-02-05 10:00:00 | Rejected           | No         |                     |
""")  # noqa: E501

INDICO_FR = cells("""
ID | Nom        | Organisation | Catégorie      | Date d'inscription | État de l'inscription | Enregistré
7  | Personne 7 | Réseau Fleuves | Société civile | 2026-02-01       | Complétée             | Oui
8  | Personne 8 | Syndicat Ports | Syndicats      | 2026-02-02       | Retirée               | Non
9  | Personne 9 | Mairie Dunes   | Autorités locales | 2026-02-03    | Complétée             | Non
""")

ZOOM_PEOPLE = cells("""
Name (Original Name)    | User Email             | Join Time              | Leave Time             | Duration (Minutes) | Guest | Recording Disclaimer Response | In Waiting Room
Person 1                | person1@caritas.example.org | 03/12/2026 09:58:12 AM | 03/12/2026 10:30:00 AM | 32            | Yes   | OK | No
Person 1                | person1@caritas.example.org | 03/12/2026 10:31:00 AM | 03/12/2026 11:15:03 AM | 45            | Yes   | OK | No
IOM - Person 2          |                        | 03/12/2026 10:00:00 AM | 03/12/2026 11:15:03 AM | 75                 | Yes   | OK | No
Person 3 (Person Three) | person3@gmail.com      | 03/12/2026 10:01:00 AM | 03/12/2026 11:15:03 AM | 74                 | Yes   | OK | No
Person 4 (UNHCR)        |                        | 03/12/2026 10:01:00 AM | 03/12/2026 11:15:03 AM | 74                 | Yes   | OK | No
Person 4 (UNHCR)        |                        | 03/12/2026 09:55:00 AM | 03/12/2026 10:01:00 AM | 6                  | Yes   |    | Yes
""")  # noqa: E501

ZOOM_BLOCK = cells("""
Meeting ID    | Topic                    | Start Time             | End Time               | User Email       | Duration (Minutes) | Participants
987 6543 2100 | Hearing on labour routes | 03/12/2026 09:55:00 AM | 03/12/2026 11:15:03 AM | host@example.org | 81                 | 4
""")  # noqa: E501

ZOOM_FR = cells("""
Nom (nom d'origine) | Adresse e-mail  | Heure d'arrivée     | Heure de départ     | Durée (minutes) | Invité
Personne 1          | p1@onu.example.org | 12/03/2026 09:58:12 | 12/03/2026 11:00:00 | 62           | Oui
Personne 2          |                 | 12/03/2026 09:59:12 | 12/03/2026 11:00:00 | 61              | Oui
""")

TEAMS_SUMMARY = [
    ["1. Summary"],
    ["Meeting title", "Hearing on labour routes"],
    ["Attended participants", "3"],
    ["Start time", "3/12/26, 9:58:12 AM"],
    ["End time", "3/12/26, 11:15:03 AM"],
    ["Meeting duration", "1h 16m 51s"],
    ["Average attendance time", "45m 12s"],
    [],
    ["2. Participants"],
]

TEAMS_PEOPLE = cells("""
Name             | First Join            | Last Leave            | In-Meeting Duration | Email                  | Participant ID (UPN)   | Role
Person 1         | 3/12/26, 9:58:20 AM   | 3/12/26, 11:15:03 AM  | 1h 16m 43s          | person1@iom.example.org | person1@iom.example.org | Organizer
Person 2 (Guest) | 3/12/26, 10:00:20 AM  | 3/12/26, 11:15:03 AM  | 1h 14m 43s          |                        |                        | Presenter
Person 3 (ILO)   | 3/12/26, 10:02:20 AM  | 3/12/26, 11:15:03 AM  | 1h 12m 43s          | person3@outlook.com    |                        | Attendee
""")  # noqa: E501

TEAMS_ACTIVITIES = [
    [],
    ["3. In-Meeting Activities"],
    ["Name", "Join Time", "Leave Time", "Duration", "Email", "Role"],
    ["Person 1", "3/12/26, 9:58:20 AM", "3/12/26, 10:15:03 AM", "17m", "person1@iom.example.org", "Organizer"],
    ["Person 1", "3/12/26, 10:20:20 AM", "3/12/26, 11:15:03 AM", "55m", "person1@iom.example.org", "Organizer"],
]

TEAMS_OLD = [
    ["Meeting Summary"],
    ["Total Number of Participants", "2"],
    ["Meeting Title", "Hearing on labour routes"],
    ["Meeting Start Time", "3/12/2021, 9:58:12 AM"],
    ["Meeting End Time", "3/12/2021, 11:15:03 AM"],
    [],
    *cells("""
Full Name | Join Time             | Leave Time            | Duration | Email                   | Role      | Participant ID (UPN)
Person 1  | 3/12/2021, 9:58:20 AM | 3/12/2021, 10:15:03 AM | 17m     | person1@iom.example.org | Organizer | person1@iom.example.org
Person 1  | 3/12/2021, 10:20:20 AM | 3/12/2021, 11:15:03 AM | 55m    | person1@iom.example.org | Organizer | person1@iom.example.org
Person 2  | 3/12/2021, 10:20:20 AM | 3/12/2021, 11:15:03 AM | 55m    |                         | Presenter |
"""),  # noqa: E501
]

KOBO = cells("""
start                    | end                      | group_meeting/activity | group_meeting/date | group_org/organisation_name | group_org/category | group_org/category/civil_society | group_org/category/academia | group_org/country | _id | _uuid | _submission_time    | _validation_status | _index
2026-03-12T10:00:00.000Z | 2026-03-12T10:05:00.000Z | Hearing                | 2026-03-12         | Association of Lakes        | civil_society      | 1                                | 0                           | TD                | 11  | a-1   | 2026-03-12T10:06:00 |                    | 1
2026-03-12T11:00:00.000Z | 2026-03-12T11:05:00.000Z | Hearing                | 2026-03-12         | University of Coasts        | civil_society academia | 1                            | 1                           | PE                | 12  | a-2   | 2026-03-12T11:06:00 |                    | 2
""")  # noqa: E501

HXL = cells("""
Fecha       | Encuentro      | Quién                | Qué son       | Dónde   | Correo | Tema
#date       | #activity+name | #org+name            | #org+type     | #adm1   |        | #sector
2026-03-12  | Hearing        | Association of Lakes | Civil society | Coast   | none   | Labour
2026-03-13  | Workshop       | University of Coasts | Academia      | Hills   | none   | Labour
""")

MATRIX = cells("""
Attendance of the data group, 2026 | | | | |
Organisation         | Category      | Hearing (12 March 2026) | Workshop 2026-04-02 | 12/05/2026 | Remarks
Association of Lakes | Civil society | x                       |                     | ✓          | host
University of Coasts | Academia      | x                       | -                   | excused    |
Union of Ports       | Trade union   |                         |                     |            | new
""")

MATRIX_TWO_ROWS = cells("""
                     | Hearing    | Workshop   | Review
Organisation         | 2026-03-12 | 2026-04-02 | 2026-05-12
Association of Lakes | 1          | 0          | 1
University of Coasts | 0          | 1          |
""")

PARTICIPANTS = [
    [line]
    for line in """
LIST OF PARTICIPANTS
Hearing on labour routes, 12 March 2026
I. MEMBER STATES
Chad
H.E. Ms. Person 1, Ambassador
Mr. Person 2, Counsellor
Peru
Sra. Person 3, Consejera
II. INTERGOVERNMENTAL ORGANIZATIONS
Organization of Rivers
Organization of Dunes
M. Person 4, Directeur
A/CONF.1/2026/INF.1
III. NON-GOVERNMENTAL ORGANIZATIONS
Association of Lakes
Ms. Person 5, President
Mr. Person 6
""".strip().splitlines()
]

PLAIN = cells("""
Date       | Event   | Organisation         | Category      | Attended?
2026-03-12 | Hearing | Association of Lakes | Civil society | yes
2026-03-12 | Hearing | University of Coasts | Academia      | no
""")

FILES = {
    "indico.csv": as_csv(INDICO),
    "indico_fr.csv": as_csv(INDICO_FR, encoding="utf-8-sig"),
    "indico.xlsx": as_workbook(INDICO),
    "zoom.csv": as_csv([*ZOOM_BLOCK, [], *ZOOM_PEOPLE], encoding="utf-8-sig"),
    "zoom_people_only.csv": as_csv(ZOOM_PEOPLE),
    "zoom_fr.csv": as_csv(ZOOM_FR),
    "teams.csv": as_csv([*TEAMS_SUMMARY, *TEAMS_PEOPLE, *TEAMS_ACTIVITIES], "\t", "utf-16"),
    "teams_older.csv": as_csv(TEAMS_OLD, "\t", "utf-16"),
    "kobo.csv": as_csv(KOBO, ";"),
    "kobo.xlsx": as_workbook(KOBO),
    "hxl.csv": as_csv(HXL),
    "hxl.xlsx": as_workbook(HXL),
    "matrix.csv": as_csv(MATRIX),
    "matrix.xlsx": as_workbook(MATRIX),
    "matrix_two_rows.csv": as_csv(MATRIX_TWO_ROWS),
    "participants.csv": as_csv(PARTICIPANTS),
    "participants.xlsx": as_workbook(PARTICIPANTS),
    "plain.csv": as_csv(PLAIN),
}

if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    for name, content in FILES.items():
        (FOLDER / name).write_bytes(content)
