"""Short forms and other spellings of first names that are common here: a small list of our own.

Each line is one name. A name may stand in several lines: Alex is Alexander or Alexandra.
"""

from __future__ import annotations

_LINES = """
abigail abi abbie abby gail
adam ad
aidan aiden ayden aden aydan
aisha ayesha aysha aiesha ayisha
alan allan allen al
albert bert bertie al albie
alexander alex sandy xander alec alek zander aleksander
alexandra alex sandra lexi lexie alexa sasha
alfred alf alfie fred
alice ali allie alis alys
amelia amy millie milly mia emilia
andrew andy drew
angela angie ange
anna ann anne annie hannah hanna
anthony tony antony ant
antonia toni tonia
ashley ash ashleigh
barbara barb babs
beatrice bea bee trixie beatrix
benjamin ben benny benji
bernadette bernie
bradley brad
caitlin caitlyn katelyn kaitlin kate
callum calum cal
cameron cam
caroline carol carrie caro carolyn
charles charlie chas chuck charley
charlotte charlie lottie lotty char charley
christina chris tina chrissie christine kristina christie
christopher chris kit topher kris
connor conor conner
daniel dan danny
danielle dani danni danny
david dave davey davie
deborah deb debbie debra
dominic dom dominik
dorothy dot dottie dolly
edward ed eddie ted teddy ned
eleanor ellie nell nora elle elinor eleanora
elizabeth liz lizzie beth betty eliza libby liza elsie bess betsy lisbeth elisabeth
emily em emmie millie emilie
emma em emmie
ethan ethen
eve evie eva
florence flo flossie florrie
francesca fran frankie chess
francis frank frankie fran
frederick fred freddie freddy
gabriel gabe
gabrielle gabby gabi
geoffrey geoff jeff jeffrey
george georgie
georgina georgie gina georgia
gerald gerry jerry
grace gracie
gregory greg gregor
harold harry hal
harriet hattie harry
henry harry hank hal
hugh huw hughie
isaac zac ike issac
isabella izzy bella isobel isabel issy isabelle bel
jacob jake jakob
jacqueline jackie jacqui
james jim jimmy jamie jem
jane janie jayne
janet jan
jennifer jen jenny jenni
jeremy jez jerry
jessica jess jessie
joanne jo joanna joann jo-anne
john jack johnny jon ian
jonathan jon jonny john johnathan
joseph joe joey jo josef
josephine josie jo
joshua josh
julia jules julie
katherine kate katie kathy cathy kath cath kat kitty catherine kathryn katharine kathleen kay
kayleigh kaylee kayley kay
kenneth ken kenny
kimberley kim kimberly
laura laurie
lauren loren
lawrence larry laurie laurence
leah lea lia
leo leon
leonard len lenny leo
lewis lew louis lou louie luis
liam william
lily lilly lillie lillian
louise lou lulu
lucas luke luca lukas
lucy lucie lu lucille
maddison madison maddie maddy
madeleine maddie maddy madeline
margaret maggie meg peggy margie greta marge
maria marie mary mia
mark marc
martin marty
mary molly polly may
matilda tilly tilda mattie
matthew matt mattie mathew
maxwell max maximilian
megan meg meghan meagan
may mae mai
melanie mel
melissa mel lissa
michael mike mick micky mikey micheal mickey
michelle shell chelle
mohammed mohammad muhammad mohamed mohamad muhammed muhamad muhamed mo md
molly mollie
nathan nate nat
nathaniel nate nat nathan
natalie nat nathalie
natasha tash tasha
nicholas nick nicky nico nicolas
nicola nicky nikki nic
niamh neve neave niav
oliver ollie olly oli
olivia liv livvy
oscar ozzy oskar
pamela pam
patricia pat patsy trish tricia
patrick pat paddy rick
paula paul pauline
peter pete
philip phil phillip pip
phoebe phebe
rachel rach rachael
raymond ray
rebecca becky becca bex becki rebekah
rhys reece reese rhis
richard rick ricky dick rich richie
robert rob bob bobby robbie bert
roger rodge
ronald ron ronnie
rosemary rose rosie
russell russ
ryan rian
samantha sam sammy sami
samuel sam sammy
sarah sara sally sal
sean shaun shawn shane
sebastian seb bas
simon si
siobhan shivon shevaun shivaun chevonne
sophia sophie sofia soph
stacey stacy
stephanie steph stef stevie
stephen steve steven stevie
stuart stu stewart
susan sue suzie suzanne susie
taylor tay
teresa theresa terry tess tessa
terence terry tel
theodore theo ted teddy
thomas tom tommy tomas
timothy tim timmy
toby tobias
tracey tracy trace
tyler ty
valerie val
victoria vicky vicki tori vic
vincent vince vinny
walter wally walt
william will bill billy willy wills
yusuf yousef yusef joseph yousuf
zachary zac zach zack zachariah
zoe zoey zoë
"""

NAMES: dict[str, frozenset[int]] = {}
for _at, _line in enumerate(_LINES.split("\n")):
    for _word in _line.split():
        NAMES[_word] = NAMES.get(_word, frozenset()) | {_at}


def are_forms_of_one(one: str, other: str) -> bool:
    """Whether two first names, in small letters, are forms of one name."""
    return bool(NAMES.get(one, frozenset()) & NAMES.get(other, frozenset()))
